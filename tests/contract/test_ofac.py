"""OFAC's lists, as recorded: what the parser reads, and what the simulator imitates."""

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file
from tests.contract.shapes import ask
from tests.simulator.sources.ofac import FOLDER, SIGNED

NAME = "ofac/consolidated"


def test_ofac(recorded: Path) -> None:
    """Served as recorded: twelve cells without a header, `-0- ` for nothing, the same quoting."""
    for served, file in (
        ("SDN", "moov_sdn_head400.csv"),
        ("CONS_PRIM", "moov_cons_prim_CMIC_rows.csv"),
    ):
        known = (recorded / "ofac" / file).read_text("utf-8").splitlines()
        lines = ask("ofac", f"/{FOLDER}/{served}.CSV", **SIGNED).body.decode().splitlines()
        assert len(next(csv.reader([lines[0]]))) == len(next(csv.reader([known[0]]))) == 12
        quoted = re.compile(r'\d+,"[^"]+",-0- ,"[^"]+",(-0- ,){7}(-0- |".*")')
        assert quoted.fullmatch(lines[0])
        assert any(quoted.fullmatch(line) for line in known)


def test_the_ns_cmic_companies_with_their_dates(recorded: Path) -> None:
    parsed = parse_file(NAME, recorded / "ofac" / "moov_cons_prim_CMIC_rows.csv")
    assert (parsed.row_count, parsed.rejects) == (68, ())
    assert {row["list_code"] for row in parsed.rows} == {"CMIC"}
    assert Counter(row["listed_on"] for row in parsed.rows) == {
        dt.date(2021, 6, 3): 59,
        dt.date(2021, 12, 10): 1,
        dt.date(2021, 12, 16): 8,
    }
    first = [row for row in parsed.rows if row["listed_on"] == dt.date(2021, 6, 3)]
    assert {row["effective_on"] for row in first} == {dt.date(2021, 8, 2)}
    [smic] = [row for row in parsed.rows if row["entity_number"] == "30951"]
    assert smic["name"] == "SEMICONDUCTOR MANUFACTURING INTERNATIONAL CORPORATION"
    assert all(row["remarks"] for row in parsed.rows)


@pytest.mark.parametrize(
    "file", ["moov_sdn_head400.csv", "moov_alt_head400.csv", "moov_add_head400.csv"]
)
def test_other_ofac_files_are_refused(recorded: Path, file: str) -> None:
    with pytest.raises(PayloadError) as caught:
        parse_file(NAME, recorded / "ofac" / file)
    assert caught.value.outcome is Outcome.MALFORMED


def test_the_first_parties_of_the_sdn_list(recorded: Path) -> None:
    parsed = parse_file("ofac/sdn", recorded / "ofac" / "moov_sdn_head400.csv")
    assert (parsed.row_count, parsed.rejects) == (400, ())
    bank = next(row for row in parsed.rows if row["entity_number"] == "306")
    assert (bank["name"], bank["alt_names"]) == ("BANCO NACIONAL DE CUBA", ["BNC"])
    assert {row["entry_type"] for row in parsed.rows} >= {"Entity", "individual", "vessel"}


@pytest.mark.parametrize(
    "file", ["moov_cons_prim_CMIC_rows.csv", "moov_alt_head400.csv", "moov_add_head400.csv"]
)
def test_no_other_ofac_file_is_the_sdn_list(recorded: Path, file: str) -> None:
    with pytest.raises(PayloadError) as caught:
        parse_file("ofac/sdn", recorded / "ofac" / file)
    assert caught.value.outcome is Outcome.MALFORMED
