"""Restated history: rows that the last release had too, with another value in a column.

Belongs here: counting them column by column, the limits, the check results of layer `release`.
Does not belong here: rows that are new or gone (`drift.py`), or single rows told to people
(`diff.py`, `changes.py`).

A published fact seldom changes. A model or payload that shifts dates, scales amounts or mixes up
keys changes many rows of one column at once: that is what the limits in `restatement.yml` see.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.archive.redaction import redact_text
from pipelines.audit.check import MAX_EXAMPLES, CheckResult
from pipelines.audit.limits import Limit, limit, read_limits
from pipelines.releases.approvals import Approval
from pipelines.releases.diff import (
    HISTORY_TABLES,
    Keys,
    compared_columns,
    differs_sql,
    joined,
    table_columns,
    usable_key,
)
from pipelines.specs.checks import Severity

LIMITS_FILE = Path(__file__).with_name("restatement.yml")
KIND: Mapping[Severity, str] = {"critical": "restated", "warning": "restated_other"}
EXAMPLES_A_COLUMN = 3


@dataclass(frozen=True)
class Limits:
    """What `restatement.yml` says.

    `by_table` replaces the limit of critical columns in single tables. `critical` and `moving` name
    columns by table; a moving column (one that tells how far the data reach, such as a count of
    bars) is not looked at.
    """

    by_severity: Mapping[Severity, Limit]
    by_table: Mapping[str, Limit]
    critical: Mapping[str, frozenset[str]]
    moving: Mapping[str, frozenset[str]]
    filled_later: Mapping[str, frozenset[str]]

    def severity(self, table: str, column: str) -> Severity:
        """How much it matters when a column is restated."""
        return "critical" if column in self.critical.get(table, frozenset()) else "warning"

    def limit(self, table: str, severity: Severity) -> Limit:
        """The limit of the columns of one severity in one table."""
        default = self.by_severity[severity]
        return self.by_table.get(table, default) if severity == "critical" else default


@dataclass(frozen=True)
class Restated:
    """One column: how many of the `values` that both releases know have changed.

    `values` counts common rows in which either release has a value; of a column filled later, those
    in which the last release has one.
    """

    column: str
    changed: int
    values: int
    examples: tuple[str, ...] = ()


def load_limits(path: Path = LIMITS_FILE) -> Limits:
    """The declared limits. Raises ChipwatchError naming the file when it cannot be read."""
    return read_limits(
        path,
        lambda record: Limits(
            by_severity={
                "critical": limit(record["critical"]),
                "warning": limit(record["warning"]),
            },
            by_table={table: limit(entry) for table, entry in record["tables"].items()},
            critical=_columns(record["critical_columns"]),
            moving=_columns(record["moving_columns"]),
            filled_later=_columns(record["columns_filled_later"]),
        ),
        "`critical`, `warning` and `tables` (pct and rows), `critical_columns`, `moving_columns` "
        "and `columns_filled_later` (columns by table)",
    )


def allowed(within: Limit) -> str:
    """The threshold as a person reads it."""
    return (
        f"at most {within.pct:g}% of the values of a column differ, or fewer than {within.rows} "
        "rows"
    )


def restated_columns(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: Sequence[str],
    limits: Limits,
    before: str = "before",
    after: str = "after",
) -> list[Restated]:
    """Every column of one mart that was restated beyond its limit, with examples.

    Nothing when one of the databases lacks the table or when `key` does not identify its rows.
    """
    old, new = (table_columns(connection, name).get(table, {}) for name in (before, after))
    usable = usable_key(connection, before, after, table, key, old, new)
    moving = limits.moving.get(table, frozenset())
    columns = [name for name in compared_columns(old, new, key) if name not in moving]
    if not usable or not columns:
        return []
    later = limits.filled_later.get(table, frozenset())
    counted = [
        f'o."{name}" is not null'
        if name in later
        else f'(o."{name}" is not null or n."{name}" is not null)'
        for name in columns
    ]
    differ = [
        f"{is_counted} and {differs_sql(old, new, name)}"
        for name, is_counted in zip(columns, counted, strict=True)
    ]
    counts = ", ".join(
        f"count(*) filter (where {differs}), count(*) filter (where {is_counted})"
        for is_counted, differs in zip(counted, differ, strict=True)
    )
    source = f"{joined(before, after, table, usable)} where o.is_there and n.is_there"
    found = connection.execute(f"select {counts} from {source}").fetchone() or ()
    restated = []
    for place, name in enumerate(columns):
        changed, values = int(found[2 * place]), int(found[2 * place + 1])
        if not limits.limit(table, limits.severity(table, name)).allows(changed, values):
            listed = ", ".join(f'n."{part}"::varchar' for part in usable)
            rows = connection.execute(
                f'select concat_ws(\' / \', {listed}), o."{name}"::varchar, n."{name}"::varchar '
                f"from {source} and {differ[place]} order by 1 limit {EXAMPLES_A_COLUMN}"
            ).fetchall()
            examples = tuple(_example(name, *row) for row in rows)
            restated.append(Restated(name, changed, values, examples))
    return restated


def restatement_checks(
    connection: duckdb.DuckDBPyConnection,
    keys: Keys,
    content: Mapping[str, str],
    base_release_id: str,
    approvals: Iterable[Approval],
    limits: Limits,
) -> tuple[list[CheckResult], list[Approval]]:
    """Two checks for every mart that both files have, and the approvals that they rest on.

    The critical columns of a mart keep the candidate back, the others are told. `connection` has
    the last release attached as `before` and the candidate as `after`; `content` gives the
    candidate's content hash by table.
    """
    old, new = (table_columns(connection, name) for name in ("before", "after"))
    usable = [approval for approval in approvals if approval.base_release_id == base_release_id]
    checks, used = [], []
    for table in sorted((set(old) & set(new)) - HISTORY_TABLES):
        started = time.perf_counter()
        restated = restated_columns(connection, table, keys.get(table, ()), limits)
        seconds = round(time.perf_counter() - started, 6)
        severities: tuple[Severity, ...] = ("critical", "warning")
        for severity in severities if limits.critical.get(table) else ("warning",):
            found = [one for one in restated if limits.severity(table, one.column) == severity]
            given = None
            if found and severity == "critical":
                same = (table, content.get(table))
                given = next((a for a in usable if (a.table, a.content_hash) == same), None)
                used += [given] if given else []
            checks.append(_check(table, severity, found, limits, given, seconds))
    return checks, used


def remedy(table: str, severity: Severity) -> str:
    """What a person does about restated values."""
    found = "Find the payload, curated file or model that changed them"
    if severity == "warning":
        return f"{found} and make sure that it was meant."
    return (
        f"{found}; if it is right: chipwatch releases approve --table {table} "
        '--reason "…", then run again.'
    )


def _check(
    table: str,
    severity: Severity,
    found: Sequence[Restated],
    limits: Limits,
    given: Approval | None,
    seconds: float,
) -> CheckResult:
    told = ", ".join(f"{one.column} ({one.changed} of {one.values})" for one in found)
    message = ""
    if found and given is None:
        message = (
            f"Values that the last release published for {table} are different now: {told}. "
            f"{remedy(table, severity)}"
        )
    threshold = allowed(limits.limit(table, severity))
    if found and given is not None:
        threshold += f"; approved by {given.approved_by}: {given.reason}"
    return CheckResult(
        check_id=f"release.{table}.{KIND[severity]}",
        layer="release",
        table=table,
        column="",
        kind=KIND[severity],
        severity=severity,
        passed=not found or given is not None,
        observed=told or "no column beyond its limit",
        threshold=threshold,
        failing_examples=tuple(text for one in found for text in one.examples)[:MAX_EXAMPLES],
        duration_seconds=seconds,
        message=message,
    )


def _example(column: str, key: str, before: str | None, after: str | None) -> str:
    text = redact_text(f"{key}: {column} {_short(before)} -> {_short(after)}")
    return " ".join(text.split())


def _short(value: str | None) -> str:
    if value is None:
        return "(empty)"
    return value if len(value) <= 80 else value[:79] + "…"


def _columns(entry: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {table: frozenset(map(str, columns)) for table, columns in entry.items()}
