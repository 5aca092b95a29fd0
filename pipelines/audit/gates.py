"""Runs the Great Expectations project of a build and reports every check as a CheckResult.

A checkpoint measures many checks with one query, so the `duration_seconds` of a check is its equal
share of the checkpoint's time.
Belongs here: the two gates, what a suite is given (the build's files, the last release, the day),
the reading of validation results. Great Expectations is imported inside the functions: it takes
seconds, and this module is loaded with Dagster's definitions.
Does not belong here: rules (specs, `expectations/suites/`), the files of the project
(`project.py`) or the verdict (`verdict.py`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.archive.accepted_checks import AcceptedCheck
from pipelines.archive.redaction import redact_text
from pipelines.audit.catalogue import CatalogueEntry, load_catalogue
from pipelines.audit.check import MAX_EXAMPLES, NOT_RUN, CheckResult
from pipelines.audit.common_rules import HAS_PAYLOAD, NOT_NULL, ROWS_HALVED, ROWS_SHRUNK, least_rows
from pipelines.audit.project import DATASOURCE, write_project
from pipelines.audit.reached import as_far_as_it_reaches
from pipelines.audit.set_aside import recorded
from pipelines.errors import ChipwatchError
from pipelines.specs.checks import Layer, Severity
from pipelines.worker import Worker

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.data_context.data_context.file_data_context import FileDataContext
    from sqlalchemy import Connection

EXAMPLE_LIMIT = 300
_MAX_COUNTED = 200


def load_great_expectations() -> None:
    """Import what the gates need; telemetry is off before anything is read."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401

    from pipelines.audit import duckdb_datasource, expect_no_rows  # noqa: F401


GATES = Worker(load_great_expectations)
"""The process in which a build runs its gates."""


def raw_gate(
    build_dir: Path, accepted: Mapping[str, AcceptedCheck], ended: Mapping[str, AcceptedCheck]
) -> Iterator[list[CheckResult]]:
    """Yield what `run_raw_gate` finds; build the Data Docs when it stops the build."""
    results = run_raw_gate(build_dir, accepted, ended)
    if any(result.blocks for result in results):
        build_data_docs(build_dir)
    yield results


def publication_gate(build_dir: Path, last_release: Path | None) -> Iterator[list[CheckResult]]:
    """Yield what `run_publication_gate` finds, then build the Data Docs of both gates."""
    yield run_publication_gate(build_dir, last_release)
    build_data_docs(build_dir)


def build_data_docs(build_dir: Path) -> None:
    """Write the pages of all validation results of a build to `data_docs/`."""
    load_project(build_dir).build_data_docs()


def run_raw_gate(
    build_dir: Path,
    accepted: Mapping[str, AcceptedCheck] | None = None,
    ended: Mapping[str, AcceptedCheck] | None = None,
) -> list[CheckResult]:
    """Judge the raw Parquet of every dataset of a build, and tell what was set aside of it.

    Reads `raw/`, `inputs/{payloads,sources}.parquet` and `results/set_aside.json`; writes `audit/`.
    `accepted` are a person's words by check id, `ended` those that no longer count.
    """
    results = _run("raw", build_dir, lambda _: {})
    return as_far_as_it_reaches(results, recorded(build_dir), accepted or {}, ended or {})


def run_publication_gate(
    build_dir: Path,
    last_release: Path | None,
    *,
    today: datetime | None = None,
) -> list[CheckResult]:
    """Judge `candidate.duckdb` of a build, beside the last release when there is one.

    Both files are opened read-only and closed again. `today` (UTC, by default now) is the day that
    nothing published may lie after.
    """
    now = today or datetime.now(UTC)

    def prepare(connection: Connection) -> dict[str, Any]:
        tables = [entry.table for entry in load_catalogue() if entry.layer == "publication"]
        return give_history(connection, sorted(set(tables)), last_release, now)

    return _run("publication", build_dir, prepare)


def _run(
    layer: Layer, build_dir: Path, prepare: Callable[[Connection], dict[str, Any]]
) -> list[CheckResult]:
    entries = [entry for entry in load_catalogue() if entry.layer == layer]
    context = load_project(build_dir)
    try:
        engine = context.data_sources.get(DATASOURCE[layer]).get_execution_engine()
    except Exception as error:
        return [_not_run(entry, _first_line(error)) for entry in entries]
    started = time.perf_counter()
    try:
        with engine.get_connection() as connection:
            parameters = prepare(connection)
            idle = _never_archived(connection, entries) if layer == "raw" else set[str]()
            results, problems = _validate(context, layer, parameters, idle)
            found = {
                str(result.expectation_config.meta["check_id"]): result  # type: ignore[union-attr]
                for suite in results
                for result in suite.results
            }
            share = (time.perf_counter() - started) / len(entries)
            checked = [
                _nothing_to_judge(entry)
                if entry.table in idle
                else _checked(entry, found[entry.check_id], share, connection)
                if entry.check_id in found
                else _not_run(entry, problems.get(entry.table, "it is in no checkpoint"))
                for entry in entries
            ]
    except Exception as error:
        return [_not_run(entry, _first_line(error)) for entry in entries]
    finally:
        engine.close()
    return checked


def load_project(build_dir: Path) -> FileDataContext:
    """Write the Great Expectations project of a build and open it."""
    return open_project(write_project(build_dir))


def open_project(folder: Path) -> FileDataContext:
    """A written project; no data is opened yet.

    Its telemetry is off, here and in its own settings. Raises ChipwatchError when the project
    cannot be loaded.
    """
    load_great_expectations()
    import great_expectations as gx
    from great_expectations.exceptions.exceptions import GreatExpectationsError

    try:
        return gx.get_context(mode="file", context_root_dir=folder)
    except GreatExpectationsError as error:
        raise ChipwatchError(
            f"The Great Expectations project {folder} cannot be loaded: {_first_line(error)}.",
            "restore the folder `expectations` and the specs of the sources from version control.",
        ) from error


def _validate(
    context: FileDataContext, layer: Layer, parameters: dict[str, Any], idle: AbstractSet[str]
) -> tuple[Sequence[ExpectationSuiteValidationResult], dict[str, str]]:
    """Run the suites of a checkpoint but for those of `idle` tables.

    They are run one by one: one that cannot run at all stops no other and says why.
    """
    checkpoint = context.checkpoints.get(layer)
    results, problems = [], {}
    for definition in checkpoint.validation_definitions:
        if definition.asset.name in idle:
            continue
        try:
            results.append(
                definition.run(
                    checkpoint_id=checkpoint.id,
                    expectation_parameters=parameters,
                    result_format=checkpoint.result_format,
                )
            )
        except Exception as error:
            problems[definition.asset.name] = _first_line(error)
    return results, problems


def _never_archived(connection: Connection, entries: Sequence[CatalogueEntry]) -> set[str]:
    """Raw tables without payload and row, unless a check of theirs asks for a payload."""
    execute = connection.exec_driver_sql
    archived = execute("select distinct source || '__' || dataset from inputs.payloads").fetchall()
    wanted = {entry.table for entry in entries if entry.kind == HAS_PAYLOAD}
    idle = {entry.table for entry in entries} - {row[0] for row in archived} - wanted
    return {table for table in idle if not execute(f"from raw.{table} limit 1").fetchall()}


def give_history(
    connection: Connection, tables: Sequence[str], last_release: Path | None, now: datetime
) -> dict[str, Any]:
    """Create `clock.today` and, for every mart, `history.<table>` with the candidate's columns.

    A table or column that the last release lacks is empty or null there. Returns the parameters
    `<table>_rows_halved` and `<table>_rows_shrunk`: the least rows beside the last release.
    """
    execute = connection.exec_driver_sql
    execute(f"create view clock.today as select date '{now.date()}' as today_on")
    if last_release is not None:
        execute(f"attach '{_in_sql(last_release.resolve())}' as last_release (read_only)")
    known: dict[tuple[str, str], dict[str, str]] = {}
    for database, table, column, kind in execute(
        "select database_name, table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' order by column_index"
    ).fetchall():
        known.setdefault((database, table), {})[column] = kind
    parameters: dict[str, Any] = {}
    for table in tables:
        before = known.get(("last_release", table), {})
        columns = [
            f'try_cast("{name}" as {kind}) as "{name}"'
            if name in before
            else f'cast(null as {kind}) as "{name}"'
            for name, kind in known.get(("candidate", table), {}).items()
        ]
        if columns:
            source = f"last_release.marts.{table}" if before else f"candidate.marts.{table}"
            chosen = f"{', '.join(columns)} from {source}{'' if before else ' where false'}"
            execute(f"create view history.{table} as select {chosen}")
        count = f"select count(*) from last_release.marts.{table}"
        rows = execute(count).scalar() if before else 0
        for kind, least in least_rows(rows or 0).items():
            parameters[f"{table}_{kind}"] = least
    return parameters


def _checked(
    entry: CatalogueEntry,
    result: ExpectationValidationResult,
    seconds: float,
    connection: Connection,
) -> CheckResult:
    raised = _exception(result.exception_info)
    if raised:
        return _not_run(entry, raised)
    passed = bool(result.success)
    details = result.result or {}
    observed = _observed(details)
    message = "" if passed else f"{entry.message} Found: {observed}. Allowed: {entry.allowed}."
    examples = () if passed else tuple(_examples(entry, details, connection))
    return CheckResult(
        check_id=entry.check_id,
        layer=entry.layer,
        table=entry.table,
        column=entry.column,
        kind=entry.kind,
        severity=entry.severity,
        passed=passed,
        observed=observed,
        threshold=_threshold(entry, result),
        failing_examples=examples,
        duration_seconds=round(seconds, 6),
        message=message,
        reach=entry.reach,
    )


def _nothing_to_judge(entry: CatalogueEntry) -> CheckResult:
    return _unmeasured(entry, entry.severity, True, "nothing archived", "")


def _not_run(entry: CatalogueEntry, reason: str) -> CheckResult:
    """A check that could not look counts as failed and critical, whatever its own severity."""
    message = (
        f"The check on {entry.table}{'.' + entry.column if entry.column else ''} could not "
        f"run: {reason}. A table or column it needs is missing or of another type; build again, "
        f"and if it stays, mend the model or the check {entry.check_id}."
    )
    return _unmeasured(entry, "critical", False, NOT_RUN, message)


def _unmeasured(
    entry: CatalogueEntry, severity: Severity, passed: bool, observed: str, message: str
) -> CheckResult:
    return CheckResult(
        check_id=entry.check_id,
        layer=entry.layer,
        table=entry.table,
        column=entry.column,
        kind=entry.kind,
        severity=severity,
        passed=passed,
        observed=observed,
        threshold=entry.allowed,
        failing_examples=(),
        duration_seconds=0.0,
        message=message,
        reach=entry.reach,
    )


def _exception(info: Any) -> str:
    """The first raised exception in an `exception_info`, which may be nested by metric."""
    if not isinstance(info, Mapping):
        return ""
    if "raised_exception" in info:
        message = str(info.get("exception_message") or "an exception without a message")
        return _short(message) if info["raised_exception"] else ""
    return next((text for text in map(_exception, info.values()) if text), "")


def _observed(details: Mapping[str, Any]) -> str:
    if "unexpected_count" in details:
        return f"{details['unexpected_count']} of {details['element_count']} rows"
    value = details.get("observed_value")
    if "details" in details and isinstance(value, int):
        more = " or more" if value >= _MAX_COUNTED else ""
        return f"{value}{more} {'row' if value == 1 else 'rows'}"
    return "nothing" if value is None else _plain(value)


def _threshold(entry: CatalogueEntry, result: ExpectationValidationResult) -> str:
    """The threshold in words, with the numbers of this run where they depend on it."""
    config = result.expectation_config
    kwargs = config.kwargs if config else {}
    if entry.kind in {ROWS_HALVED, ROWS_SHRUNK}:
        return f"{entry.allowed}: at least {kwargs.get('min_value')}"
    return entry.allowed


def _examples(
    entry: CatalogueEntry, details: Mapping[str, Any], connection: Connection
) -> list[str]:
    rows = (details.get("details") or {}).get("unexpected_rows")
    if rows is None:
        rows = details.get("partial_unexpected_list") or []
    if entry.layer == "raw" and entry.kind == NOT_NULL:
        rows = [
            dict(row._mapping)
            for row in connection.exec_driver_sql(
                f"select payload_sha256, row_number from raw.{entry.table} "
                f'where "{entry.column}" is null limit {MAX_EXAMPLES}'
            )
        ]
    return [_example(row) for row in rows[:MAX_EXAMPLES]]


def _example(row: Any) -> str:
    if isinstance(row, Mapping):
        text = ", ".join(f"{name}={_plain(value)}" for name, value in row.items())
    else:
        text = _plain(row)
    text = redact_text(text)
    return text if len(text) <= EXAMPLE_LIMIT else text[: EXAMPLE_LIMIT - 1] + "…"


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def _first_line(error: Exception) -> str:
    return _short(str(error) or type(error).__name__)


def _short(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    line = (lines or ["no reason given"])[0]
    return line[:EXAMPLE_LIMIT].rstrip(".")


def _in_sql(path: Path) -> str:
    return str(path).replace("'", "''")
