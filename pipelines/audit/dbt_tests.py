"""dbt's data tests: what the project declares, and what their compiled SQL finds in a build.

The rules stay dbt's own (`dbt test` finds the same); a build asks all of them over one connection.
Belongs here: reading the tests of a compiled manifest, running them, telling of models that were
not made. Does not belong here: compiling (`transform/run_dbt.py`) or the rules (`dbt_project/`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.archive.redaction import redact_text
from pipelines.audit.check import CHECK_SHAPE, MAX_EXAMPLES, NOT_RUN, CheckResult
from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import read_kept
from pipelines.specs.checks import Severity
from pipelines.transform.models import Made, connect
from pipelines.warehouse import Build

EXAMPLE_LIMIT = 300
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
    """One data test of a dbt manifest; `check_id` is dbt's name of it.

    `sql` gives the failing rows and is empty before the project was compiled; `reads` are the
    unique ids of what it looks at.
    """

    unique_id: str
    check_id: str
    table: str
    column: str
    kind: str
    severity: Severity
    message: str
    allowed: str
    sql: str
    reads: frozenset[str]


def declared_tests(manifest: Path) -> list[DeclaredTest]:
    """Every data test of a manifest, by name. Raises ChipwatchError when it cannot be read."""
    return sorted(_tests(_load(manifest)), key=lambda test: test.check_id)


def run_dbt_tests(build: Build, tests: Iterable[DeclaredTest]) -> list[CheckResult]:
    """Ask compiled data tests about the databases of a build.

    Failed tests carry up to 20 of the rows that they found. A test that could not run is failed
    and critical, whatever its own severity.
    """
    with closing(connect(build, read_only=True)) as connection:
        return [_run(connection, test) for test in tests]


def keep_not_made(build: Build, made: Iterable[Made]) -> list[CheckResult]:
    """Leave the models that were not made as results in the build; return them."""
    failed = [_not_made(one) for one in made if one.problem]
    content = json.dumps([result.to_json() for result in failed]).encode()
    write_durably(_not_made_file(build), content)
    return failed


def read_not_made(build: Build) -> list[CheckResult] | None:
    """What `keep_not_made` left: an empty list when every model was made, None before that.

    Raises ChipwatchError when the file cannot be read.
    """
    try:
        records = read_kept(_not_made_file(build), [CHECK_SHAPE])
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"What became of the models in {_not_made_file(build)} cannot be read ({error}).",
            "build again: chipwatch run.",
        ) from error
    return [CheckResult.from_json(record) for record in records]


def _not_made_file(build: Build) -> Path:
    return build.results / "models_not_made.json"


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
            allowed=allowed,
            sql=node.get("compiled_code") or "",
            reads=frozenset(node["depends_on"]["nodes"]),
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


def _run(connection: duckdb.DuckDBPyConnection, test: DeclaredTest) -> CheckResult:
    started = time.perf_counter()
    try:
        counted = connection.execute(f"select count(*) from ({test.sql}\n)").fetchone()
        failures = int(counted[0]) if counted else 0
        examples = tuple(_failing_rows(connection, test)) if failures else ()
        reason = ""
    except duckdb.Error as error:
        failures, examples, reason = 0, (), _plain(str(error))
    if reason:
        message = (
            f"The dbt test on {test.table} could not run ({reason}): what it reads was not made "
            "as it expects. Mend that first, then run again."
        )
    elif failures:
        message = (
            f"{test.message} Found: {failures} row(s). Look at the rows below, mend the curated "
            "file or the model, and run again."
        )
    else:
        message = ""
    return CheckResult(
        check_id=test.check_id,
        layer="dbt",
        table=test.table,
        column=test.column,
        kind=test.kind,
        severity="critical" if reason else test.severity,
        passed=not message,
        observed=NOT_RUN if reason else f"{failures} row(s)",
        threshold=test.allowed,
        failing_examples=examples,
        duration_seconds=round(time.perf_counter() - started, 6),
        message=message,
    )


def _not_made(made: Made) -> CheckResult:
    name = made.model.name
    return CheckResult(
        check_id=f"{name}__built",
        layer="dbt",
        table=name,
        column="",
        kind="built",
        severity="critical",
        passed=False,
        observed="not made",
        threshold="success",
        failing_examples=(),
        duration_seconds=round(made.seconds, 6),
        message=f"The model {name} was not made: {_plain(made.problem)}. Mend it below "
        "dbt_project/ and run again.",
    )


def _failing_rows(connection: duckdb.DuckDBPyConnection, test: DeclaredTest) -> Iterator[str]:
    found = connection.execute(f"select * from ({test.sql}\n) limit {MAX_EXAMPLES}")
    names = [column[0] for column in found.description]
    for row in found.fetchall():
        yield _example(names, row)


def _example(names: list[str], row: tuple[Any, ...]) -> str:
    told = (f"{name}={value}" for name, value in zip(names, row, strict=True) if value is not None)
    text = redact_text(", ".join(told))
    return text if len(text) <= EXAMPLE_LIMIT else text[: EXAMPLE_LIMIT - 1] + "…"


def _plain(message: str) -> str:
    lines = [line.strip() for line in message.splitlines()]
    return "; ".join(line for line in lines if line)[:EXAMPLE_LIMIT].rstrip(".")


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _load(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"The dbt manifest {path} cannot be read ({type(error).__name__}).",
            "compile the dbt project: python -m pipelines.transform.run_dbt.",
        ) from error
    return content
