"""EDGAR, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import gzip
import json
import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file, parse_to_table, read_payload
from pipelines.sources import parser_for
from pipelines.specs import spec
from tests.contract.recordings import by, refusal
from tests.contract.shapes import ask, assert_within, read, shape
from tests.simulator.service import Asked
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

FACTS = "sec/company_facts"
FULL_FACTS = "sec/companyfacts_CIK0001045810_full.json.gz"


def test_sec(recorded: Path) -> None:
    recorded_facts = read(recorded / "sec" / "companyfacts_CIK0001045810_full.json.gz")
    assert isinstance(recorded_facts, dict)
    tag = recorded_facts["facts"]["us-gaap"]["NetIncomeLoss"]
    served = json.loads(ask("sec", "/api/xbrl/companyfacts/CIK0001045810.json").body)
    assert set(served) == set(recorded_facts)
    ours = served["facts"]["us-gaap"]["Revenues"]
    assert_within(shape(ours), shape(tag))


def test_sec_without_a_contact(recorded: Path) -> None:
    page = (recorded / "sec" / "undeclared_automated_tool.html").read_text("utf-8", "replace")
    reply = SERVICES["sec"].answer(World(), Asked("/CIK0001045810.json", {}, {}))
    assert reply.status == 403
    assert "Undeclared Automated Tool" in page
    assert b"Undeclared Automated Tool" in reply.body


def test_sec_lists_of_filings(recorded: Path) -> None:
    known = read(recorded / "sec" / "submissions_trimmed.json")
    served = json.loads(ask("sec", "/submissions/CIK0001045810.json").body)
    assert_within(shape(served), shape(known))
    page = json.loads(ask("sec", "/submissions/CIK0001045810-submissions-001.json").body)
    assert isinstance(known, dict)
    assert_within(shape(page), shape(known["filings"]["recent"]))


def test_sec_filings(recorded: Path) -> None:
    """Elements and attributes of the figures are those of a recorded filing."""
    packed = (recorded / "sec" / "filings" / "nvda_10q_q2_fy2026.htm.gz").read_bytes()
    known = gzip.decompress(packed).decode()
    listed = json.loads(ask("sec", "/submissions/CIK0001045810.json").body)["filings"]["recent"]
    folder = listed["accessionNumber"][0].replace("-", "")
    path = f"/Archives/edgar/data/1045810/{folder}/{listed['primaryDocument'][0]}"
    served = ask("sec", path).body.decode()
    for name in set(re.findall(r"<((?:ix|xbrli|xbrldi):\w+)[ >]", served)):
        assert f"<{name}" in known, f"<{name}> was never recorded"
    for tag in re.findall(r"<ix:nonFraction [^>]+>", served):
        for attribute in re.findall(r" (\w+)=", tag):
            assert re.search(rf"<ix:nonFraction [^>]*{attribute}=", known), attribute


def test_an_unknown_company_is_not_found(recorded: Path) -> None:
    cassette = yaml.safe_load((recorded / "sec" / "http_404_submissions.yaml").read_text())
    body: Any = cassette["interactions"][0]["response"]["body"]["string"]
    assert refusal(FACTS, body.encode()).outcome is Outcome.NOT_FOUND


def test_nvidia_revenue_as_reported(recorded: Path) -> None:
    parsed = parse_file(FACTS, recorded / FULL_FACTS)
    quarter = [
        row
        for row in by(parsed, "tag", "Revenues")
        if (row["period_start"], row["period_end"]) == (dt.date(2024, 4, 29), dt.date(2024, 7, 28))
    ]
    assert {row["value"] for row in quarter} == {Decimal(30_040_000_000)}
    assert {row["unit"] for row in quarter} == {"USD"}
    assert {row["taxonomy"] for row in parsed.rows} == {
        "us-gaap",
        "dei",
        "ecd",
        "invest",
        "srt",
        "ffd",
    }


def test_all_facts_of_a_company_parse_in_a_second(recorded: Path) -> None:
    payload = read_payload(recorded / FULL_FACTS)
    started = time.process_time()
    parse_to_table(payload, spec(FACTS), parser_for(FACTS))
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        ("undeclared_automated_tool.html", Outcome.UNAUTHORIZED),
        ("submissions_trimmed.json", Outcome.MALFORMED),
        ("company_tickers_trimmed.json", Outcome.MALFORMED),
    ],
)
def test_recorded_refusals(recorded: Path, file: str, outcome: Outcome) -> None:
    assert refusal(FACTS, read_payload(recorded / "sec" / file)).outcome is outcome
