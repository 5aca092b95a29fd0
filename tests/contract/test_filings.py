"""EDGAR's filings and lists of them on recorded files; skipped where they are absent."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.raw.parse import parse_file, parse_payload, read_payload
from pipelines.specs import spec

LIST, FACTS = "sec/submissions", "sec/inline_facts"
CHINA = "srt:StatementGeographicalAxis=nvda:ChinaIncludingHongKongMember"


def revenue(parsed: Parsed, dimensions: str) -> dict[tuple[object, object], object]:
    """By first and last day, in millions."""
    return {
        (row["period_start"], row["period_end"]): Decimal(str(row["value"])) / 10**6
        for row in parsed.rows
        if (row["concept"], row["dimensions"]) == ("us-gaap:Revenues", dimensions)
    }


def test_revenue_of_china_stands_in_the_annual_report(recorded: Path) -> None:
    parsed = parse_file(FACTS, recorded / "sec" / "filings" / "nvda_10k_fy2025.htm.gz")
    assert parsed.row_count == 1121
    assert {reject.reason for reject in parsed.rejects} == {"duplicate"}
    assert {(row["cik"], row["form"]) for row in parsed.rows} == {(1045810, "10-K")}
    years = {end: value for (_, end), value in revenue(parsed, CHINA).items()}
    assert years == {
        dt.date(2025, 1, 26): 17_108,
        dt.date(2024, 1, 28): 10_306,
        dt.date(2023, 1, 29): 5_785,
    }
    whole = revenue(parsed, "")
    assert whole[dt.date(2024, 1, 29), dt.date(2025, 1, 26)] == 130_497


def test_a_quarterly_report_has_the_quarter_and_the_year_to_date(recorded: Path) -> None:
    parsed = parse_file(FACTS, recorded / "sec" / "filings" / "nvda_10q_q2_fy2026.htm.gz")
    found = revenue(parsed, CHINA)
    end = dt.date(2025, 7, 27)
    assert found[dt.date(2025, 4, 28), end] == 2_769
    assert found[dt.date(2025, 1, 27), end] == 8_291
    assert revenue(parsed, "")[dt.date(2025, 4, 28), end] == 46_743


def test_the_newest_filings_of_a_company(recorded: Path) -> None:
    parsed = parse_file(LIST, recorded / "sec" / "submissions_trimmed.json")
    assert (parsed.row_count, parsed.rejects) == (5, ())
    assert {(row["cik"], row["entity_name"]) for row in parsed.rows} == {(1318605, "Tesla, Inc.")}
    first = parsed.rows[0]
    assert first["accession_number"] == "0001790565-22-000015"
    assert (first["filed_on"], first["form"]) == (dt.date(2022, 11, 30), "4")


@pytest.mark.parametrize("name", [LIST, FACTS])
def test_refusals_of_edgar(recorded: Path, name: str) -> None:
    page = read_payload(recorded / "sec" / "undeclared_automated_tool.html")
    cassette = yaml.safe_load((recorded / "sec" / "http_404_submissions.yaml").read_text())
    missing = cassette["interactions"][0]["response"]["body"]["string"].encode()
    for body, outcome in ((page, Outcome.UNAUTHORIZED), (missing, Outcome.NOT_FOUND)):
        with pytest.raises(PayloadError) as caught:
            parse_payload(spec(name), body)
        assert caught.value.outcome is outcome


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_filing_cut_off_is_malformed(recorded: Path, share: float) -> None:
    whole = read_payload(recorded / "sec" / "filings" / "nvda_10q_q2_fy2026.htm.gz")
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(FACTS), whole[: int(len(whole) * share)])
    assert caught.value.outcome is Outcome.MALFORMED
