"""What dbt's tests found, in the form of all other checks.

Belongs here: reading `manifest.json` and `run_results.json` of a dbt call, and the failing rows of
a failed test. Does not belong here: running dbt (`transform/run_dbt.py`) or its rules
(`dbt_project/`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.archive.redaction import redact_text
from pipelines.audit.check import MAX_EXAMPLES, CheckResult
from pipelines.errors import ChipwatchError
from pipelines.specs.checks import Severity
from pipelines.sql_text import sql_text

EXAMPLE_LIMIT = 300
_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_COLUMN_ARGUMENTS = ("columns", "combination_of_columns", "partition_by")
_IN_MESSAGE = {
    "accepted_values": "{where} holds a value that is not among those that are known",
    "interval_no_overlap": "Intervals of {where} overlap, or one ends before it begins",
    "not_empty": "{table} is empty",
    "not_null": "{where} is null",
    "not_null_columns": "A column of {where} is null",
    "primary_key": "The key {where} is null or stands for more than one row",
    "relationships": "{where} names something that does not exist where it points to",
    "unique": "{where} has the same value in more than one row",
}


@dataclass(frozen=True)
class DeclaredTest:
    """One data test of a dbt manifest; `check_id` is dbt's name of it."""

    unique_id: str
    check_id: str
    table: str
    column: str
    kind: str
    severity: Severity
    message: str
    relation: str
    allowed: str


def declared_tests(manifest: Path) -> list[DeclaredTest]:
    """Every data test of a manifest, by name. Raises ChipwatchError when it cannot be read."""
    return sorted(_tests(_load(manifest)), key=lambda test: test.check_id)


def read_dbt_results(target: Path, build_dir: Path | None = None) -> list[CheckResult]:
    """The results in one dbt target folder: its tests, and every model that was not built.

    A test that could not run is failed and critical, whatever its own severity. With `build_dir`
    (`work.duckdb`, `candidate.duckdb`) failed tests carry up to 20 of the rows that they found.
    Raises ChipwatchError when dbt left no readable artifacts.
    """
    manifest = _load(target / "manifest.json")
    tests = {test.unique_id: test for test in _tests(manifest)}
    results: list[CheckResult] = []
    for result in _load(target / "run_results.json")["results"]:
        test = tests.get(result["unique_id"])
        if test is not None:
            results.append(_test_result(test, result, build_dir))
        elif result["status"] not in {"success", "pass", "warn", "no-op"}:
            results.append(_not_built(manifest, result))
    return sorted(results, key=lambda result: result.check_id)


def _tests(manifest: Mapping[str, Any]) -> Iterator[DeclaredTest]:
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] != "test":
            continue
        metadata = node.get("test_metadata") or {}
        arguments = {
            name: value
            for name, value in (metadata.get("kwargs") or {}).items()
            if name not in {"model", "column_name"}
        }
        meta = node["config"].get("meta") or {}
        table, column = _table(node, meta), _column(node, meta, arguments)
        kind = str(metadata.get("name") or meta.get("check_kind") or node["name"])
        allowed = _allowed(node, metadata, arguments)
        yield DeclaredTest(
            unique_id=unique_id,
            check_id=node["name"],
            table=table,
            column=column,
            kind=kind,
            severity="warning" if node["config"]["severity"].lower() == "warn" else "critical",
            message=_message(node, meta, metadata, table, column, allowed),
            relation=node.get("relation_name") or "",
            allowed=allowed,
        )


def _table(node: Mapping[str, Any], meta: Mapping[str, Any]) -> str:
    depends_on = node["depends_on"]["nodes"]
    owner = node.get("attached_node") or (depends_on[0] if depends_on else "")
    return str(meta.get("table") or owner).rpartition(".")[2]


def _column(node: Mapping[str, Any], meta: Mapping[str, Any], arguments: Mapping[str, Any]) -> str:
    if node.get("column_name") or meta.get("column"):
        return str(node.get("column_name") or meta["column"])
    named = (arguments[name] for name in _COLUMN_ARGUMENTS if name in arguments)
    return ", ".join(next(named, ()))


def _allowed(
    node: Mapping[str, Any], metadata: Mapping[str, Any], arguments: Mapping[str, Any]
) -> str:
    """What makes it another rule than those of its kind: its arguments, or a singular's name."""
    if not metadata:
        return str(node["name"]).removeprefix("assert_").replace("_", " ")
    telling = [
        f"{value}" if argument == "expression" else f"{argument}={_compact(value)}"
        for argument, value in sorted(arguments.items())
        if argument not in {*_COLUMN_ARGUMENTS, "values", "config"}
    ]
    return " ".join(telling) or "no failing row"


def _message(
    node: Mapping[str, Any],
    meta: Mapping[str, Any],
    metadata: Mapping[str, Any],
    table: str,
    column: str,
    allowed: str,
) -> str:
    """What was written for people (meta, description, first comment), or a sentence by kind."""
    written = meta.get("message") or node.get("description") or _first_comment(node["raw_code"])
    if written:
        return _sentence(written)
    where = f"{table}.{column}" if column else table
    if not metadata:
        return _sentence(f"It does not hold for {where} that: {allowed}")
    pattern = _IN_MESSAGE.get(metadata["name"], "{where} breaks the rule `{name} {allowed}`")
    return _sentence(
        pattern.format(where=where, table=table, name=metadata["name"], allowed=allowed)
    )


def _first_comment(code: str) -> str:
    lines = []
    for line in code.splitlines():
        if line.startswith("--"):
            lines.append(line.removeprefix("--").strip())
        elif lines:
            break
    return " ".join(lines)


def _compact(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _test_result(
    test: DeclaredTest, result: Mapping[str, Any], build_dir: Path | None
) -> CheckResult:
    status, failures = result["status"], result.get("failures")
    ran = status in {"pass", "warn", "fail"}
    passed = status == "pass"
    if passed:
        severity, message = test.severity, ""
    elif ran:
        severity = "warning" if status == "warn" else "critical"
        message = (
            f"{test.message} Found: {failures} row(s). Look at the rows below, mend the curated "
            f"file or the model, and run again."
        )
    else:
        severity = "critical"
        reason = _plain(result.get("message")) or f"dbt says {status}"
        message = (
            f"The dbt test on {test.table} could not run ({reason}): what it depends on failed or "
            "was not built. Mend that first, then run again."
        )
    examples = _failing_rows(test, result, build_dir) if ran and not passed and build_dir else ()
    return CheckResult(
        check_id=test.check_id,
        layer="dbt",
        table=test.table,
        column=test.column,
        kind=test.kind,
        severity=severity,
        passed=passed,
        observed=f"{failures} row(s)" if ran else "not run",
        threshold=test.allowed,
        failing_examples=examples,
        duration_seconds=round(float(result.get("execution_time") or 0), 6),
        message=message,
    )


def _not_built(manifest: Mapping[str, Any], result: Mapping[str, Any]) -> CheckResult:
    unique_id = str(result["unique_id"])
    resource, name = unique_id.partition(".")[0], unique_id.rpartition(".")[2]
    unit_test = manifest.get("unit_tests", {}).get(unique_id)
    table = unit_test["model"] if unit_test else name
    what = f"unit test {name} of {table}" if unit_test else f"{resource} {name}"
    reason = _plain(result.get("message")) or f"dbt says {result['status']}"
    return CheckResult(
        check_id=f"{name}__built",
        layer="dbt",
        table=table,
        column="",
        kind="unit_test" if unit_test else "built",
        severity="critical",
        passed=False,
        observed=str(result["status"]),
        threshold="success",
        failing_examples=(),
        duration_seconds=round(float(result.get("execution_time") or 0), 6),
        message=f"The {what} failed: {reason}. Mend it below dbt_project/ and run again.",
    )


def _failing_rows(
    test: DeclaredTest, result: Mapping[str, Any], build_dir: Path
) -> tuple[str, ...]:
    """Up to 20 rows that a test found, from where dbt stored them or by asking again."""
    query = f"from {test.relation}" if test.relation else (result.get("compiled_code") or "")
    work, candidate = build_dir / "work.duckdb", build_dir / "candidate.duckdb"
    if not query or not work.exists():
        return ()
    try:
        with closing(duckdb.connect(str(work), read_only=True)) as connection:
            connection.execute(f"set file_search_path = {sql_text(build_dir)}")
            if candidate.exists():
                connection.execute(f"attach {sql_text(candidate)} as candidate (read_only)")
            found = connection.execute(f"select * from ({query}\n) limit {MAX_EXAMPLES}")
            names = [column[0] for column in found.description]
            return tuple(_example(names, row) for row in found.fetchall())
    except duckdb.Error as error:
        return (f"the rows could not be read again: {_plain(str(error))}",)


def _example(names: list[str], row: tuple[Any, ...]) -> str:
    told = (f"{name}={value}" for name, value in zip(names, row, strict=True) if value is not None)
    text = redact_text(", ".join(told))
    return text if len(text) <= EXAMPLE_LIMIT else text[: EXAMPLE_LIMIT - 1] + "…"


def _plain(message: str | None) -> str:
    lines = [_COLOR.sub("", line).strip() for line in (message or "").splitlines()]
    return "; ".join(line for line in lines if line)[:EXAMPLE_LIMIT].rstrip(".")


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _load(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"dbt left no readable {path.name} in {path.parent} ({type(error).__name__}).",
            "dbt was stopped or failed before its tests; read its log above and run again.",
        ) from error
    return content
