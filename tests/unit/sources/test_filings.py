"""EDGAR's lists of filings and the figures in filings: shapes, signs, what is no such payload."""

from decimal import Decimal

import pytest

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import spec
from tests.unit.sources.golden import DATA

REPORT = (DATA / "sec__inline_facts" / "report.htm").read_bytes()


def facts(payload: bytes) -> Parsed:
    return parse_payload(spec("sec/inline_facts"), payload)


def refusal(name: str, payload: bytes) -> PayloadError:
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(name), payload)
    return caught.value


def test_scale_sign_and_nil() -> None:
    found = {row["concept"]: row["value"] for row in facts(REPORT).rows}
    assert found["us-gaap:OtherNonoperatingIncomeExpense"] == Decimal(-17_000_000)
    assert found["us-gaap:Assets"] == Decimal("1234567.5")
    assert found["us-gaap:Goodwill"] == 0
    assert found["us-gaap:ShortTermInvestments"] is None
    assert found["us-gaap:NumberOfReportableSegments"] == 2


def test_segments_are_in_name_order_and_contexts_may_follow_their_facts() -> None:
    assert REPORT.index(b"ix:nonFraction") < REPORT.index(b"xbrli:context ")
    [row] = [row for row in facts(REPORT).rows if row["fact_id"] == "f-5"]
    assert row["dimensions"] == (
        "srt:ConsolidationItemsAxis=us-gaap:OperatingSegmentsMember; "
        "srt:StatementGeographicalAxis=exch:ChinaIncludingHongKongMember"
    )
    assert row["value"] == Decimal(1_234_000_000)


def test_a_byte_of_another_encoding_costs_its_character_only() -> None:
    damaged = REPORT.replace(b"Example Chips", b"Ex\xe9mple Chips")
    assert {row["entity_name"] for row in facts(damaged).rows} == {"Ex\ufffdmple Chips Inc"}
    assert facts(damaged).row_count == facts(REPORT).row_count


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (b'scale="6" format="ixt:num-dot-decimal" id="f-4">(12,345)<', "bad_number"),
        (b'scale="six" format="ixt:num-dot-decimal" id="f-4">12,345<', "bad_scale"),
        (b'scale="90" format="ixt:num-dot-decimal" id="f-4">12,345<', "bad_number"),
        (b'scale="-12" format="ixt:num-dot-decimal" id="f-4">12,345<', "bad_number"),
        (b'scale="6" format="ixt:date-month-day" id="f-4">12,345<', "unknown_transformation"),
    ],
)
def test_a_figure_that_cannot_be_read_is_one_reject(fact: bytes, reason: str) -> None:
    shown = b'scale="6" format="ixt:num-dot-decimal" id="f-4">12,345<'
    parsed = facts(REPORT.replace(shown, fact))
    assert reason in {reject.reason for reject in parsed.rejects}
    assert "f-4" not in {row["fact_id"] for row in parsed.rows}
    assert "f-5" in {row["fact_id"] for row in parsed.rows}


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (REPORT.replace(b"<body>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><body>"), Outcome.MALFORMED),
        (REPORT[:-200], Outcome.MALFORMED),
        (REPORT.replace(b"nonFraction", b"nonNumeric"), Outcome.EMPTY),
        (b"<html><title>404 Not Found</title></html>", Outcome.NOT_FOUND),
        (b"", Outcome.EMPTY),
        (b'{"a": 1}', Outcome.MALFORMED),
    ],
)
def test_what_is_no_filing(payload: bytes, outcome: Outcome) -> None:
    assert refusal("sec/inline_facts", payload).outcome is outcome


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (b'{"cik": "1", "filings": {"recent": {"form": []}}}', Outcome.MALFORMED),
        (
            b'{"accessionNumber": ["1"], "filingDate": [], "form": []}',
            Outcome.MALFORMED,
        ),
        (b'{"accessionNumber": [], "filingDate": [], "form": []}', Outcome.EMPTY),
        (b'{"cik": true, "filings": {"recent": {}}}', Outcome.MALFORMED),
    ],
)
def test_what_is_no_list_of_filings(payload: bytes, outcome: Outcome) -> None:
    assert refusal("sec/submissions", payload).outcome is outcome
