from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.archive.accepted_checks import (
    AcceptedCheck,
    accept_check,
    accepted_checks,
    accepted_file,
    ended_checks,
)
from pipelines.audit.catalogue import raw_check
from pipelines.audit.check import CheckResult, Reach, Severity
from pipelines.audit.reached import NOT_RUN, as_far_as_it_reaches
from pipelines.audit.set_aside import Finding
from pipelines.errors import ChipwatchError
from pipelines.warehouse import Warehouse

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORD = AcceptedCheck("t__x__range", "the law changed", "kim", "2026-03-01T00:00:00", "2026-05-30")


def result(
    reach: Reach,
    *,
    severity: Severity = "critical",
    passed: bool = False,
    observed: str = "2 rows",
) -> CheckResult:
    message = "" if passed else "x is wrong. Found: 2 rows. Allowed: none."
    return CheckResult(
        "t__x__range", "raw", "t", "x", "range", severity, passed, observed, "none",
        (), 0.0, message, reach,
    )  # fmt: skip


def judged(
    one: CheckResult, found: Finding | None = None, *, word: bool = False, ended: bool = False
) -> CheckResult:
    (told,) = as_far_as_it_reaches(
        [one],
        {} if found is None else {found.check_id: found},
        {WORD.check_id: WORD} if word else {},
        {WORD.check_id: WORD} if ended else {},
    )
    return told


def test_only_a_failure_that_reaches_the_release_blocks_and_names_the_way_out() -> None:
    assert not judged(result("row")).blocks
    assert not judged(result("series")).blocks
    told = judged(result("release"))
    assert told.blocks
    assert "chipwatch sources accept --check t__x__range --reason" in told.message


def test_what_was_set_aside_is_told_as_a_warning_with_counts_and_examples() -> None:
    found = Finding("t__x__range", "x is wrong.", rows=3, judged=900, examples=("x=-1",))
    told = judged(result("row", passed=True), found)
    assert (told.passed, told.severity) == (False, "warning")
    assert told.observed == "3 of 900 rows set aside"
    assert told.message.startswith("x is wrong. Found: 3 of 900 rows set aside. Allowed: none.")
    assert told.failing_examples == ("x=-1",)


def test_an_accepted_finding_is_told_and_does_not_block() -> None:
    told = judged(result("release"), word=True)
    assert not told.blocks
    assert not told.passed
    assert told.threshold == "none; accepted by kim until 2026-05-30: the law changed"


def test_a_word_that_has_ended_is_told_and_no_longer_counts(tmp_path: Path) -> None:
    told = judged(result("release"), ended=True)
    assert told.blocks
    assert "kim accepted it until 2026-05-30, which is over: the law changed." in told.message
    place = Warehouse(tmp_path)
    accept_check(place, "a", "first", "kim", date(2026, 3, 2), NOW)
    accept_check(place, "b", "first", "kim", date(2026, 3, 2), NOW)
    accept_check(place, "b", "again", "kim", date(2026, 4, 2), NOW)
    later = datetime(2026, 3, 3, tzinfo=UTC)
    assert set(accepted_checks(place, later)) == {"b"}
    assert {name: word.reason for name, word in ended_checks(place, later).items()} == {
        "a": "first"
    }


def test_a_check_that_could_not_run_blocks_whatever_anybody_says() -> None:
    assert judged(result("row", observed=NOT_RUN), word=True).blocks


def test_a_passed_check_and_a_warning_stay_as_they_are() -> None:
    for one in (result("release", passed=True), result("row", severity="warning")):
        assert judged(one) == one


def test_a_word_holds_until_its_day_and_the_newest_counts(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    accept_check(place, "a", "first", "kim", date(2026, 3, 2), NOW)
    accept_check(place, "a", "second", "lee", None, NOW)
    accept_check(place, "b", "short", "kim", date(2026, 3, 1), NOW)
    with accepted_file(place).open("ab") as file:
        file.write(b'{"check_id": "c"')
    found = accepted_checks(place, NOW)
    assert {name: word.reason for name, word in found.items()} == {"a": "second", "b": "short"}
    assert found["a"].until == "2026-05-30"
    assert set(accepted_checks(place, datetime(2026, 3, 2, tzinfo=UTC))) == {"a"}


@pytest.mark.parametrize(("reason", "until"), [(" ", None), ("right", date(2026, 2, 28))])
def test_a_word_without_reason_or_for_a_past_day_is_refused(
    tmp_path: Path, reason: str, until: date | None
) -> None:
    with pytest.raises(ChipwatchError):
        accept_check(Warehouse(tmp_path), "a", reason, "kim", until, NOW)


def test_an_unknown_check_names_those_like_it() -> None:
    assert raw_check("csl__entries__restated").reach == "series"
    assert raw_check("csl__entries__payload_rows_match").reach == "release"
    with pytest.raises(ChipwatchError) as caught:
        raw_check("csl__entries__restatd")
    assert "csl__entries__restated" in caught.value.remedy
