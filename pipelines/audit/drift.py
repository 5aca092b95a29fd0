"""Drift against the last release: may this many rows vanish, and who said so.

Belongs here: the limits, the check results of layer `release`, approvals of a removal.
Does not belong here: counting (`diff.py`) or every other rule (Great Expectations, dbt).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.audit.check import CheckResult
from pipelines.audit.common_rules import ROWS_HALVED
from pipelines.audit.limits import Limit, limit, read_limits
from pipelines.errors import ChipwatchError
from pipelines.files.durable import append_record, write_durably
from pipelines.files.kept_json import read_kept, require_shape
from pipelines.releases.approvals import Approval, approvals_file
from pipelines.releases.diff import TableDiff
from pipelines.warehouse import Warehouse, user_name

KIND = "drift"
LIMITS_FILE = Path(__file__).with_name("drift.yml")


def load_limits(path: Path = LIMITS_FILE) -> tuple[Limit, dict[str, Limit]]:
    """The default limit and the limits of single tables.

    Raises ChipwatchError naming the file when it does not hold what it should.
    """
    return read_limits(
        path,
        lambda record: (
            limit(record["default"]),
            {table: limit(entry) for table, entry in record["tables"].items()},
        ),
        "`default` and `tables`, each entry with pct (0 to 100) and rows (at least 1)",
    )


def allowed(within: Limit) -> str:
    """The threshold as a person reads it."""
    return f"removed at most {within.pct:g}% of the last release, or fewer than {within.rows} rows"


def drift_checks(
    diffs: Sequence[TableDiff],
    content: Mapping[str, str],
    base_release_id: str,
    approvals: Iterable[Approval],
    limits: tuple[Limit, Mapping[str, Limit]],
    seconds: float,
) -> tuple[list[CheckResult], list[Approval]]:
    """One check a table of the last release, and the approvals that they rest on.

    `content` gives the candidate's content hash by table. A table that is gone altogether always
    needs an approval.
    """
    default, by_table = limits
    usable = [a for a in approvals if a.base_release_id == base_release_id]
    checks, used = [], []
    share = round(seconds / max(1, len(diffs)), 6)
    for diff in diffs:
        if diff.state == "new":
            continue
        declared = by_table.get(diff.table, default)
        told = content.get(diff.table, "gone")
        given = next((a for a in usable if (a.table, a.content_hash) == (diff.table, told)), None)
        within = diff.state == "both" and declared.allows(diff.removed, diff.rows_before)
        if not within and given is not None:
            used.append(given)
        checks.append(_check(diff, declared, within, given, share))
    return checks, used


def halved_as_approved(
    checks: Iterable[CheckResult], approvals: Iterable[Mapping[str, Any]]
) -> list[CheckResult]:
    """The checks, those of halved tables passed where the same rows were approved to vanish."""
    given = {approval["table"]: approval for approval in approvals}
    return [
        replace(
            check,
            passed=True,
            threshold=f"{check.threshold}; approved by {given[check.table]['approved_by']}: "
            f"{given[check.table]['reason']}",
            message="",
        )
        if check.kind == ROWS_HALVED and check.table in given and not check.passed
        else check
        for check in checks
    ]


def remedy(table: str) -> str:
    """What a person does about vanished rows."""
    return (
        f'If that is right: chipwatch releases approve --table {table} --reason "…", then run '
        "again; if not, find the payload or model that lost them."
    )


def _check(
    diff: TableDiff, declared: Limit, within: bool, given: Approval | None, seconds: float
) -> CheckResult:
    passed = within or given is not None
    what = "the whole table" if diff.state == "gone" else f"{diff.removed:,} rows"
    message = "" if passed else (
        f"{what} of {diff.rows_before:,} in the last release vanish from {diff.table}. "
        f"{remedy(diff.table)}"
    )  # fmt: skip
    threshold = allowed(declared)
    if not within and given is not None:
        threshold += f"; approved by {given.approved_by}: {given.reason}"
    return CheckResult(
        check_id=f"release.{diff.table}.{KIND}",
        layer="release",
        table=diff.table,
        column="",
        kind=KIND,
        severity="critical",
        passed=passed,
        observed=f"{diff.added} added, {diff.changed} changed, {diff.removed} removed of "
        f"{diff.rows_before}",
        threshold=threshold,
        failing_examples=(),
        duration_seconds=seconds,
        message=message,
    )


_WAITING = {"content_hash": str, "removed": int, "rows_before": int}


def refused_file(warehouse: Warehouse) -> Path:
    """What the last refused candidate would have removed; gone once a release is made."""
    return warehouse.releases / "refused.json"


def note_refused(
    warehouse: Warehouse,
    checks: Iterable[CheckResult],
    diffs: Iterable[TableDiff],
    content: Mapping[str, str],
    base_release_id: str,
) -> None:
    """Remember what a person may approve now: the removed or restated rows that blocked."""
    blocked = {check.table for check in checks if check.layer == "release" and check.blocks}
    tables = {
        diff.table: {
            "content_hash": content.get(diff.table, "gone"),
            "removed": diff.removed,
            "rows_before": diff.rows_before,
        }
        for diff in diffs
        if diff.table in blocked
    }
    if not tables:
        refused_file(warehouse).unlink(missing_ok=True)
        return
    record = {"base_release_id": base_release_id, "tables": tables}
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    write_durably(refused_file(warehouse), text.encode())


def approve(
    warehouse: Warehouse, table: str, reason: str, by: str | None, now: datetime | None = None
) -> Approval:
    """Record that the removal which blocked the last candidate is right.

    Raises ChipwatchError when no candidate waits for this table's approval, or without a reason.
    """
    if not reason.strip():
        raise ChipwatchError("An approval needs a reason.", 'name it: --reason "…".')
    try:
        refused = read_kept(refused_file(warehouse), {"tables": dict, "base_release_id": str})
        waiting: dict[str, Any] = refused["tables"]
        for name, told in waiting.items():
            require_shape(told, _WAITING, name)
        base = str(refused["base_release_id"])
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            "No candidate waits for an approval.",
            "an approval is given after `chipwatch run` has refused a candidate for its removals.",
        ) from error
    if table not in waiting:
        raise ChipwatchError(
            f"The refused candidate does not wait for an approval of {table}.",
            f"it waits for: {', '.join(sorted(waiting))}.",
        )
    approval = Approval(
        approval_id=uuid.uuid4().hex[:16],
        table=table,
        content_hash=waiting[table]["content_hash"],
        base_release_id=base,
        removed=waiting[table]["removed"],
        rows_before=waiting[table]["rows_before"],
        reason=reason.strip(),
        approved_by=by or user_name(),
        approved_at=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
    )
    append_record(approvals_file(warehouse), approval.to_json())
    return approval
