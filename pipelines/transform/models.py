"""Makes the models of the compiled project in the databases of a build, over one connection.

Belongs here: creating relations, holding their contracts, writing their comments, and leaving out
what depends on a model that failed, as dbt does.
Does not belong here: what is made (`compiled.py`), tests (`audit/dbt_tests.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import duckdb

from pipelines.sql_text import sql_name, sql_text
from pipelines.transform.compiled import Model
from pipelines.transform.contents import Contents, read_contents
from pipelines.warehouse import MEMORY_LIMIT, Build

STORAGE_VERSION = "v1.2.0"
"""The oldest DuckDB that reads what is made; the same as in `dbt_project/profiles.yml`."""


@dataclass(frozen=True)
class Made:
    """What became of one model; `problem` is empty when it was made, and then it has `contents`."""

    model: Model
    seconds: float
    contents: Contents | None = None
    problem: str = ""


def make_models(build: Build, models: Sequence[Model]) -> Iterator[Made]:
    """Make models in their order; yield each as it is made, or why it was not."""
    lost: set[str] = set()
    with closing(connect(build)) as connection:
        connection.execute(f"set memory_limit = {sql_text(MEMORY_LIMIT)}")
        types = _types(connection, models)
        for model in models:
            started = time.perf_counter()
            missing = sorted(parent.rpartition(".")[2] for parent in model.parents & lost)
            try:
                problem = f"it reads {', '.join(missing)}, not made" if missing else ""
                problem = problem or _make(connection, model, types)
                contents = None if problem else read_contents(connection, model.relation)
            except duckdb.Error as error:
                problem, contents = " ".join(str(error).split()), None
            if problem:
                lost.add(model.unique_id)
            yield Made(model, time.perf_counter() - started, contents, problem)


def run_statements(build: Build, statements: str) -> None:
    """Run what a build ends with."""
    with closing(connect(build)) as connection:
        connection.execute(statements)


def connect(build: Build, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """The databases of a build as dbt's profile opens them: `work`, with `candidate` attached."""
    connection = duckdb.connect(
        str(build.work),
        read_only=read_only,
        config={"storage_compatibility_version": STORAGE_VERSION} if not read_only else {},
    )
    mode = "read_only" if read_only else f"storage_version '{STORAGE_VERSION}'"
    connection.execute(
        f"set TimeZone = 'UTC'; set file_search_path = {sql_text(build.path)};"
        "set autoinstall_known_extensions = false; set autoload_known_extensions = false;"
        "set enable_progress_bar = false;"
        f"attach {sql_text(build.candidate)} as candidate ({mode})"
    )
    return connection


def _make(connection: duckdb.DuckDBPyConnection, model: Model, types: Mapping[str, str]) -> str:
    """Make one relation; return why its contract refuses it, or nothing."""
    schema = model.relation.rpartition(".")[0]
    kind = "view" if model.is_view else "table"
    connection.execute(f"create schema if not exists {schema}")
    _execute(connection, f"create or replace {kind} {model.relation} as (\n{model.sql}\n)")
    if model.has_contract:
        problem = _keep_contract(connection, model, types)
        if problem:
            connection.execute(f"drop {kind} {model.relation}")
            return problem
    if model.is_documented:
        connection.execute(_comments(model, kind))
    return ""


def _execute(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Run a statement; without the limit of memory where it cannot be held within it."""
    try:
        connection.execute(statement)
    except duckdb.OutOfMemoryException:
        connection.execute("reset memory_limit")
        connection.execute(statement)


def _keep_contract(
    connection: duckdb.DuckDBPyConnection, model: Model, types: Mapping[str, str]
) -> str:
    """Compare a relation with its contract, and put its columns into the contract's order."""
    declared = {column.name: types[column.data_type] for column in model.columns}
    described = connection.execute(f"describe {model.relation}").fetchall()
    found = {str(name): str(kind) for name, kind, *_ in described}
    if found != declared:
        differing = sorted(
            name for name in found.keys() | declared.keys() if found.get(name) != declared.get(name)
        )
        told = ", ".join(
            f"{name} is {found.get(name, 'missing')}, declared {declared.get(name, 'nothing')}"
            for name in differing
        )
        return f"its columns are not those of its contract: {told}"
    if list(found) != list(declared):
        columns = ", ".join(map(sql_name, declared))
        connection.execute(
            f"create or replace table {model.relation} as select {columns} from {model.relation}"
        )
    return ""


def _types(connection: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> dict[str, str]:
    """DuckDB's own name of every type that the contracts declare."""
    declared = sorted(
        {column.data_type for model in models if model.has_contract for column in model.columns}
    )
    if not declared:
        return {}
    named = ", ".join(f"typeof(cast(null as {kind}))" for kind in declared)
    found = connection.execute(f"select {named}").fetchone()
    return dict(zip(declared, found or (), strict=True))


def _comments(model: Model, kind: str) -> str:
    statements = [f"comment on {kind} {model.relation} is {sql_text(model.description)}"]
    statements += [
        f"comment on column {model.relation}.{sql_name(column.name)} "
        f"is {sql_text(column.description)}"
        for column in model.columns
        if column.description
    ]
    return ";\n".join(statements)
