"""`chipwatch screen` on the published sample, and the screened names of the documentation.

`python -m tests.integration.test_screen WAREHOUSE` prints the documented answer anew.
"""

import csv
import io
import json
import re
import sys
import tempfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import REPOSITORY, chipwatch

pytestmark = pytest.mark.slow

PAGE = REPOSITORY / "docs" / "questions.md"
BLOCK = re.compile(r"```csv\n(?P<names>.*?)```\n\n?```text\n(?P<answer>.*?)```", re.DOTALL)
LIMIT = ("--limit", 3)
AGE = re.compile(r"\(\d+ days old\)")

VENDOR_NAMES = """
    with listed as (
        select vendor_id, list(distinct list_code) as lists
        from marts.rpt_listed_names
        group by vendor_id
    )
    select
        lists,
        unnest(string_split(concat_ws('; ', aliases, vendor_name_zh), '; ')) as name
    from marts.dim_vendor
    inner join listed using (vendor_id)
"""


def documented() -> tuple[str, str]:
    """The names and the printed answer of the page."""
    found = BLOCK.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    return found["names"], found["answer"]


def screened(warehouse: Path, names: str, folder: Path, *options: object) -> tuple[str, str]:
    path = folder / "names.csv"
    path.write_text(names, encoding="utf-8")
    result = chipwatch("screen", path, "--warehouse", warehouse, *options)
    assert result.returncode == 0, result.stderr
    return result.stdout, result.stderr


def test_the_names_are_answered_as_printed(sample_warehouse: Path, tmp_path: Path) -> None:
    names, answer = documented()
    assert len(names.strip().splitlines()) == 14
    printed = screened(sample_warehouse, names, tmp_path, *LIMIT)[0]
    assert AGE.sub("", printed) == AGE.sub("", answer)


def test_every_verdict_is_among_them(sample_warehouse: Path, tmp_path: Path) -> None:
    out, err = screened(sample_warehouse, documented()[0], tmp_path, "--json")
    records = {record["name"]: record for record in map(json.loads, out.splitlines())}
    verdicts = {record["verdict"] for record in records.values()}
    assert verdicts == {"match", "owned", "possible", "no_match"}
    assert records["Cambricon Information Technology"]["is_ambiguous"]
    assert "never clearance" in records["Quarry Bakery Holdings"]["note"]
    assert "never clearance" in err
    huawei = records["Huawei Technologies Company Limited"]["candidates"]
    effects = {(c["list_code"], c["legal_effect"]) for c in huawei}
    assert ("EL", "license_requirement") in effects
    assert ("CMIC", "investment_prohibition") in effects
    assert ("NDAA1260H", "other") in effects
    assert all(c["citation"] and c["since"] for c in huawei)


def test_csv_is_csv_with_one_row_a_listing(sample_warehouse: Path, tmp_path: Path) -> None:
    out, err = screened(sample_warehouse, "name\nSMIC\nQuarry Bakery\n", tmp_path, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["verdict"] for row in rows if row["name"] == "SMIC"} >= {"match"}
    [last] = [row for row in rows if row["name"] == "Quarry Bakery"]
    assert (last["verdict"], last["score"], last["citation"]) == ("no_match", "", "")
    assert "bundled sample" in err


def test_american_firms_are_found_on_the_lists_of_china(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    names = "name\nIntelligent Epitaxy Technology Inc\n护盾人工智能\nTechInsights\nTDK\n"
    out, _ = screened(sample_warehouse, names, tmp_path, "--json")
    found = {
        record["name"]: {c["list_code"] for c in record["candidates"]}
        for record in map(json.loads, out.splitlines())
        if record["verdict"] != "no_match"
    }
    assert found == {
        "Intelligent Epitaxy Technology Inc": {"CNECL"},
        "护盾人工智能": {"CNECL", "CNUEL"},
        "TechInsights": {"CNUEL"},
        "TDK": {"CNWATCH"},
    }


def test_every_listed_name_is_found_as_it_stands(sample_warehouse: Path, tmp_path: Path) -> None:
    listed = chipwatch(
        "query",
        "select distinct listed_name as name from marts.rpt_listed_names "
        "where not is_address_entry",
        "--csv",
        "--warehouse",
        sample_warehouse,
    ).stdout
    out, _ = screened(sample_warehouse, listed, tmp_path, "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) > 300
    assert [record["name"] for record in records if record["verdict"] == "no_match"] == []


def test_a_listing_without_a_day_says_so(sample_warehouse: Path, tmp_path: Path) -> None:
    """The Unverified List prints no dates; the day of our first look is no day of listing."""
    out, err = screened(sample_warehouse, "name\nShanghaiTech University\n", tmp_path, "--json")
    [record] = map(json.loads, out.splitlines())
    [found] = [c for c in record["candidates"] if c["list_code"] == "UVL"]
    assert (found["since"], found["legal_effect"]) == (None, "enhanced_due_diligence")
    assert found["citation"]
    assert "since is empty" in err


def test_every_name_of_a_listed_vendor_shows_every_list_of_it(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    """Curated names, English and Chinese, with the forms and places that people add."""
    rows = chipwatch("query", VENDOR_NAMES, "--json", "--warehouse", sample_warehouse).stdout
    wanted: dict[str, set[str]] = {}
    for row in map(json.loads, rows.splitlines()):
        name = row["name"]
        wanted[name] = set(row["lists"])
        if not name.isascii():
            wanted[f"{name}科技股份有限公司"] = set(row["lists"])
    assert len(wanted) > 150
    table = "".join(f'"{name}"\n' for name in wanted)
    out, _ = screened(sample_warehouse, f"name\n{table}", tmp_path, "--json", "--limit", 1)
    for record in map(json.loads, out.splitlines()):
        shown = {candidate["list_code"] for candidate in record["candidates"]}
        assert shown >= wanted[record["name"]], record["name"]


def test_every_answer_says_what_it_rests_on(sample_warehouse: Path, tmp_path: Path) -> None:
    names = "name\nHuawei\nQuarry Bakery\n"
    table, _ = screened(sample_warehouse, names, tmp_path)
    snapshot = r"Entity List +newest snapshot 20\d\d-\d\d-\d\d \(\d+ days old\), \d+ listings"
    assert re.search(snapshot, table)
    assert "entries of its file unread" in table
    assert "Not held here, so not consulted: CAPTA List, Denied Persons" in table
    out, _ = screened(sample_warehouse, names, tmp_path, "--json")
    for record in map(json.loads, out.splitlines()):
        held = {each["list_code"]: each for each in record["lists"]["consulted"]}
        china = {"CNECL", "CNUEL", "CNWATCH"}
        assert set(held) == {"CMIC", "EL", "MEU", "NDAA1260H", "UVL"} | china
        assert held["EL"]["as_of"]
        assert held["EL"]["age_days"] >= 0
        assert held["EL"]["unread_entries"] > 0
        assert held["EL"]["is_sample"]
        assert all(held[code]["is_curated"] for code in {"NDAA1260H"} | china)
        assert "SDN" in record["lists"]["not_held"]
    out, _ = screened(sample_warehouse, names, tmp_path, "--csv")
    for row in csv.DictReader(io.StringIO(out)):
        assert "EL 20" in row["lists_consulted"]
        assert "SDN" in row["lists_not_held"]
        assert int(row["oldest_list_age_days"]) >= 0
        assert row["oldest_list_on"]
        assert "EL " in row["unread_entries"]


def test_a_company_that_listed_parties_own_is_shown_with_chain_and_rule(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    brite = "Brite Semiconductor (Shanghai) Corporation"
    names = f"name\nNexperia B.V.\nHiSilicon\n{brite}\nQuarry Bakery\n"
    out, err = screened(sample_warehouse, names, tmp_path, "--json")
    records = {record["name"]: record for record in map(json.loads, out.splitlines())}
    nexperia = records["Nexperia B.V."]
    assert (nexperia["verdict"], nexperia["listed_verdict"]) == ("owned", "no_match")
    [found] = nexperia["owned"]
    assert found["owned_through"].endswith("→ Nexperia")
    assert found["rule_status"]
    assert found["citation"]
    assert "note" not in nexperia
    assert records["HiSilicon"]["verdict"] == "match"
    assert [one["is_listed_itself"] for one in records["HiSilicon"]["owned"]] == [True]
    assert records[brite]["verdict"] == "minority_owned"
    assert "of no company known here to be owned by a listed one" in err
    table, _ = screened(sample_warehouse, names, tmp_path)
    assert "Owners, and whether the rule about them applies today" in table


def test_stated_owners_are_looked_up_and_added_up(sample_warehouse: Path, tmp_path: Path) -> None:
    names = (
        "name,owner\n"
        'Together,"Huawei = 30; SMIC: 25%"\n'
        "Unsure,Huawei\n"
        "Small,Huawei = 10\n"
        "Other,Quarry Bakery = 90\n"
        "Subsidiary,Nexperia = 60\n"
    )
    out, _ = screened(sample_warehouse, names, tmp_path, "--json")
    records = {record["name"]: record for record in map(json.loads, out.splitlines())}
    verdicts = {name: record["verdict"] for name, record in records.items()}
    assert verdicts == {
        "Together": "owned",
        "Unsure": "possibly_owned",
        "Small": "minority_owned",
        "Other": "no_match",
        "Subsidiary": "owned",
    }
    assert [one["share_pct"] for one in records["Together"]["stated_owners"]] == [30.0, 25.0]
    out, _ = screened(sample_warehouse, names, tmp_path, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["stated_owner"] for row in rows if row["name"] == "Together"} == {
        "Huawei = 30",
        "SMIC = 25",
    }


def test_nothing_changed_since_the_current_release(sample_warehouse: Path, tmp_path: Path) -> None:
    out, _ = screened(sample_warehouse, "name\nHuawei\nNexperia\n", tmp_path, "--since", "current")
    assert out.startswith("Nothing changed of 2 names")


def test_names_from_standard_input_and_from_excel(sample_warehouse: Path, tmp_path: Path) -> None:
    arguments = ("--column", "Firm", "--json", "--warehouse", sample_warehouse)
    piped = chipwatch("screen", "-", *arguments, stdin="nr;Firm;country\n1;Huwaei;PRC\n")
    book = Workbook()
    book.active.append(["Firm", "country"])
    book.active.append(["Huwaei", "Atlantis"])
    book.save(tmp_path / "names.xlsx")
    sheet = chipwatch("screen", tmp_path / "names.xlsx", *arguments)
    for result in (piped, sheet):
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["verdict"] == "possible"
    assert "there is no country 'Atlantis'; the name is looked up without it" in sheet.stderr


def test_a_row_that_cannot_be_used_is_told_and_the_others_answered(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,id\nHuawei,1\nTarnix, Ltd.,2\n")
    result = chipwatch("screen", path, "--json", "--warehouse", sample_warehouse)
    assert result.returncode == 1
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["Huawei"]
    assert "not looked up" in result.stderr
    assert "line 3: 3 cells, the header has 2" in result.stderr


def test_a_wrong_file_ends_in_a_message(sample_warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("company\nTarnix\n")
    result = chipwatch("screen", path, "--warehouse", sample_warehouse)
    assert result.returncode == 1
    assert "needs one column `name`" in result.stderr
    assert "Traceback" not in result.stderr


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        sys.stdout.write(screened(Path(sys.argv[1]), documented()[0], Path(work), *LIMIT)[0])
