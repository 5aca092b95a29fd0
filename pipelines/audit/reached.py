"""How far a failed check of the raw gate reaches, and whether a person has accepted it.

Belongs here: results of checks whose wrong rows, series or payloads were set aside, and of those
that a person accepted. Does not belong here: setting aside (`raw/set_aside.py`) or running checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.archive.accepted_checks import AcceptedCheck
from pipelines.audit.check import NOT_RUN, CheckResult
from pipelines.audit.set_aside import Finding


def as_far_as_it_reaches(
    results: Iterable[CheckResult],
    set_aside: Mapping[str, Finding],
    accepted: Mapping[str, AcceptedCheck],
    ended: Mapping[str, AcceptedCheck],
) -> list[CheckResult]:
    """The results of the raw gate, less severe where a failure does not reach the release.

    A critical check of a row or series is told as a warning: what it found is set aside, or stays
    and makes its dataset incomplete. One that reaches the release blocks, unless a person has
    accepted it; its message names the command for that. A word that has `ended` is told where its
    check fails.
    """
    return [
        _reached(
            result,
            set_aside.get(result.check_id),
            accepted.get(result.check_id),
            ended.get(result.check_id),
        )
        for result in results
    ]


def _reached(
    result: CheckResult,
    found: Finding | None,
    accepted: AcceptedCheck | None,
    ended: AcceptedCheck | None,
) -> CheckResult:
    if result.observed == NOT_RUN or (result.passed and found is None):
        return result
    if found is not None:
        return replace(
            result,
            passed=False,
            severity="warning",
            observed=found.in_words,
            failing_examples=found.examples or result.failing_examples,
            message=f"{found.message} Found: {found.in_words}. Allowed: {result.threshold}."
            f" {_remedy(result, ended)}",
        )
    if accepted is not None:
        threshold = f"{result.threshold}; {accepted.in_words}"
        return replace(result, severity="warning", threshold=threshold)
    if result.reach != "release":
        return replace(result, severity="warning")
    message = f"{result.message} {_remedy(result, ended)}" if result.blocks else result.message
    return replace(result, message=message)


def _remedy(result: CheckResult, ended: AcceptedCheck | None) -> str:
    told = "" if ended is None else f"{ended.ended_in_words} "
    return (
        f"{told}If it is right all the same: chipwatch sources accept --check {result.quoted_id} "
        '--reason "…", then run again.'
    )
