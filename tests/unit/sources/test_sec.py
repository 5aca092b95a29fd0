"""Company facts: exact figures, bad facts one by one, and files that are something else."""

import json
from decimal import Decimal
from typing import Any

import pytest

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.sources import parser_for
from pipelines.specs import spec

NAME = "sec/company_facts"
FACT = {
    "start": "2030-01-28",
    "end": "2030-04-28",
    "val": 26_044_000_000,
    "accn": "0000999999-30-000001",
    "fy": 2031,
    "fp": "Q1",
    "form": "10-Q",
    "filed": "2030-05-28",
}


def company(*facts: object, cik: object = 999_999_999) -> dict[str, Any]:
    return {
        "cik": cik,
        "entityName": "EXAMPLE",
        "facts": {"us-gaap": {"Revenues": {"units": {"USD": list(facts)}}}},
    }


def parse(value: object) -> Parsed:
    return parser_for(NAME)(json.dumps(value).encode(), spec(NAME))


def test_figures_are_exact() -> None:
    text = json.dumps(company(FACT)).replace("26044000000", "0.1000000001")
    [row] = parser_for(NAME)(text.encode(), spec(NAME)).rows
    assert row["value"] == Decimal("0.1000000001")


@pytest.mark.parametrize("cik", [999_999_999, "0999999999", "999999999"])
def test_the_company_key_is_a_number_however_it_is_written(cik: object) -> None:
    assert parse(company(FACT, cik=cik)).rows[0]["cik"] == 999_999_999


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("val", None, "missing_val"),
        ("val", "5", "bad_type"),
        ("val", True, "bad_type"),
        ("end", None, "missing_end"),
        ("end", "2030-13-01", "bad_date"),
        ("start", "2031-01-01", "period_reversed"),
        ("accn", "", "missing_accn"),
        ("form", None, "missing_form"),
        ("filed", "May", "bad_date"),
        ("fy", "2031", "bad_type"),
    ],
)
def test_a_bad_fact_is_rejected_alone(member: str, value: object, reason: str) -> None:
    parsed = parse(company({**FACT, member: value}, FACT, "text"))
    assert list(parsed.row_numbers) == [2]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(1, reason), (3, "bad_type")]


def test_conflicting_values_of_one_filing_stand_side_by_side() -> None:
    assert parse(company(FACT, {**FACT, "val": 26_045_000_000})).row_count == 2


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (company(), Outcome.EMPTY),
        ({"cik": 1, "entityName": None, "facts": {}}, Outcome.EMPTY),
        (company(FACT, cik=None), Outcome.MALFORMED),
        (company(FACT, cik="x"), Outcome.MALFORMED),
        ({"cik": 1, "facts": []}, Outcome.MALFORMED),
        ({"cik": 1, "facts": {"us-gaap": {"Revenues": {}}}}, Outcome.MALFORMED),
        ({"cik": 1, "facts": {"us-gaap": {"R": {"units": {"USD": 5}}}}}, Outcome.MALFORMED),
        ({"cik": "1", "filings": {}}, Outcome.MALFORMED),
        ({"0": {"ticker": "NVDA"}}, Outcome.MALFORMED),
        ([], Outcome.MALFORMED),
        ({"message": "no", "status": 404}, Outcome.NOT_FOUND),
    ],
)
def test_what_is_not_company_facts(answer: object, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(answer)
    assert caught.value.outcome is outcome
