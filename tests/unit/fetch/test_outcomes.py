"""Answers become outcomes; an error page never becomes data."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.fetch.http import Answer
from pipelines.fetch.outcomes import Judgement, Sizes, columns_at, judge_answer, retry_after
from pipelines.parsing.records import Outcome
from pipelines.sources import parser_for
from pipelines.specs import spec

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def judged(name: str, body: bytes, status: int = 200, **options: object) -> Judgement:
    answer = Answer(status, {"content-type": "application/json"}, body)
    declared = spec(name)
    return judge_answer(answer, declared, parser_for(name), today=date(2026, 11, 20), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120.0),
        ("Fri, 20 Nov 2026 12:01:30 GMT", 90.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("99999999999999", 604800.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(stated: str, seconds: float | None) -> None:
    assert retry_after(Answer(429, {"retry-after": stated}, b""), NOW) == seconds


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, Outcome.NOT_MODIFIED),
        (301, Outcome.MALFORMED),
        (206, Outcome.MALFORMED),
        (400, Outcome.REJECTED_QUERY),
        (401, Outcome.UNAUTHORIZED),
        (403, Outcome.FORBIDDEN),
        (404, Outcome.NOT_FOUND),
        (410, Outcome.NOT_FOUND),
        (408, Outcome.TIMEOUT),
        (413, Outcome.TOO_LARGE),
        (429, Outcome.THROTTLED),
        (500, Outcome.UNREACHABLE),
        (504, Outcome.UNREACHABLE),
    ],
)
def test_status(status: int, outcome: Outcome) -> None:
    judgement = judged("csl/entries", b"whatever", status)
    assert (judgement.outcome, judgement.is_kept) == (outcome, False)


def test_a_missing_slice_that_will_never_come_is_a_gap() -> None:
    assert judged("gdelt_doc/articles", b"", 404, gap_when_missing=True).outcome is Outcome.GAP


def test_403_of_edgar_says_what_it_is(recorded: Path) -> None:
    page = (recorded / "sec" / "undeclared_automated_tool.html").read_bytes()
    assert judged("sec/company_facts", page, 403).outcome in {
        Outcome.UNAUTHORIZED,
        Outcome.THROTTLED,
    }


def test_nothing_found_is_an_answer_only_where_it_may_come() -> None:
    zero = b'{"description":"none","count":0}'
    fine = judged("federal_register/documents", zero, may_be_empty=True)
    assert (fine.outcome, fine.parsed is not None) == (Outcome.EMPTY, True)
    assert judged("federal_register/documents", zero).parsed is None
    assert judged("federal_register/documents", b"  \n", may_be_empty=True).parsed is None


FRED = b"observation_date,DEXCHUS\n2026-01-05,7.1\n2026-01-06,7.2\n2026-01-07,7.3\n"


def test_a_shrunken_payload_is_kept_and_refused() -> None:
    judgement = judged("fred/series", FRED, before=Sizes(400))
    assert (judgement.outcome, judgement.is_kept, judgement.is_refused) == (
        Outcome.SHRUNKEN,
        True,
        True,
    )
    assert judged("fred/series", FRED, before=Sizes(3)).outcome is Outcome.OK


def test_dates_in_the_future_are_refused() -> None:
    ahead = FRED.replace(b"2026-01-07", b"2036-01-07")
    judgement = judged("fred/series", ahead)
    assert (judgement.outcome, judgement.is_refused) == (Outcome.MALFORMED, True)


@pytest.mark.parametrize(
    ("payload", "place", "names"),
    [
        (b"\xef\xbb\xbfa, b\r\n1,2\r\n", "header", ["a", "b"]),
        (b'{"r":[{"a":1},{"b":2}]}', "r", ["a", "b"]),
        (b'{"f":{"x":{"t":{"units":{"USD":[{"v":1}]}}}}}', "f.*.*.units.*", ["v"]),
        (b'{"r":[{"a":"it\\\'s"}]}', "r", ["a"]),
        (b'{"r":1}', "r", []),
        (b"nothing of that kind", "r", []),
    ],
)
def test_columns_at(payload: bytes, place: str, names: list[str]) -> None:
    assert columns_at(payload, place) == names


def test_a_column_that_is_set_aside_in_most_rows_is_refused() -> None:
    header = spec("csl/entries").accept.required_columns
    source = "Entity List (EL) - Bureau of Industry and Security"

    def outcome(stated: str, rows: int) -> Judgement:
        lines = [",".join(header)]
        for number in range(rows):
            entry = {"source": source, "name": f"Firm {number}"}
            entry["start_date"] = stated if number < rows - 1 else "2024-01-01"
            lines.append(",".join(entry.get(name, "") for name in header))
        declared = spec("csl/entries")
        accept = replace(declared.accept, min_rows=1)
        fetch = replace(declared.source_spec.fetch, accept={"entries": accept})  # type: ignore[type-var]
        declared = replace(declared, source_spec=replace(declared.source_spec, fetch=fetch))
        body = ("\n".join(lines) + "\n").encode()
        return judge_answer(
            Answer(200, {}, body), declared, parser_for("csl/entries"), today=date(2026, 1, 1)
        )

    assert outcome("2024-01-01", 9).outcome is Outcome.OK
    refused = outcome("1 January", 9)
    assert (refused.outcome, refused.is_refused) == (Outcome.MALFORMED, True)
    assert "8 cells of start_on" in refused.message
