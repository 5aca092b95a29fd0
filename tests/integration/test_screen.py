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

from tests.conftest import REPOSITORY, chipwatch

pytestmark = pytest.mark.slow

PAGE = REPOSITORY / "docs" / "questions.md"
BLOCK = re.compile(r"```csv\n(?P<names>.*?)```\n\n?```text\n(?P<answer>.*?)```", re.DOTALL)
LIMIT = ("--limit", 3)
AGE = re.compile(r"\(\d+ days old\)")


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


def test_the_ten_names_are_answered_as_printed(sample_warehouse: Path, tmp_path: Path) -> None:
    names, answer = documented()
    assert len(names.strip().splitlines()) == 11
    printed = screened(sample_warehouse, names, tmp_path, *LIMIT)[0]
    assert AGE.sub("", printed) == AGE.sub("", answer)


def test_every_verdict_is_among_the_ten(sample_warehouse: Path, tmp_path: Path) -> None:
    out, err = screened(sample_warehouse, documented()[0], tmp_path, "--json")
    records = {record["name"]: record for record in map(json.loads, out.splitlines())}
    assert {record["verdict"] for record in records.values()} == {"match", "possible", "no_match"}
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
