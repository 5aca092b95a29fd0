"""Copies one release into PostgreSQL: load beside, swap, tell.

Belongs here: the order of the steps and the stream of rows. Does not belong here: what goes
(`plan.py`), locks and rights (`server.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
from psycopg import sql
from pyarrow import csv

from pipelines.errors import ChipwatchError
from pipelines.mirror.plan import LOADING, Plan, TablePlan, plan
from pipelines.mirror.server import (
    Connection,
    Target,
    connected,
    current_form,
    ensure_role,
    only_mirror,
    require_usable,
    swap,
    target,
)
from pipelines.releases.shelf import Release, file_sha256

_BATCH_ROWS = 50_000
_AS_CSV = csv.WriteOptions(include_header=False, quoting_style="all_valid")
_MIRROR_COLUMNS = {
    "schema_name": ("text not null", "marts or meta."),
    "name": ("text not null", "Table or function of the release."),
    "kind": ("text not null", "table or function."),
    "release_id": ("text not null", "Release that this mirror is a copy of."),
    "file_sha256": ("text not null", "SHA-256 of the file of the release."),
    "is_sample": ("boolean not null", "True when the payloads are the bundled sample."),
    "has_restricted": ("boolean not null", "True when internal and personal rows came along."),
    "row_count": ("bigint", "Rows here."),
    "rows_left_out": ("bigint", "Rows that stayed behind: their source does not allow sharing."),
    "columns_left_out": ("text", "Columns that stayed behind, separated by semicolons."),
    "left_out_because": ("text", "Why something stayed behind."),
    "form_sha256": ("text not null", "Hash of release, tables and rights; equal: nothing to do."),
    "mirrored_at": ("timestamp not null", "UTC time of the copy."),
}


@dataclass(frozen=True)
class Copied:
    """One table: rows that went, and what stayed behind and why."""

    schema: str
    table: str
    rows: int
    rows_left_out: int
    columns_left_out: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Mirrored:
    """What a mirror came to; `tables` is empty when there was nothing to do."""

    release_id: str
    place: str
    role: str
    is_unchanged: bool
    tables: tuple[Copied, ...]
    load_seconds: float
    total_seconds: float

    @property
    def rows(self) -> int:
        """Rows that went."""
        return sum(table.rows for table in self.tables)


def mirror(
    release: Release,
    url: str,
    role: str,
    include_restricted: bool,
    force: bool,
    wait_seconds: float,
    on_table: Callable[[str, int, int], None],
) -> Mirrored:
    """Copy a release whose bytes are those of its manifest.

    Raises ChipwatchError, with readers of the server undisturbed, when they are not, when the
    server cannot take it, or when readers hold the last mirror for longer than `wait_seconds`.
    """
    started = time.monotonic()
    place = target(url)
    if file_sha256(release.database) != release.manifest["file_sha256"]:
        raise ChipwatchError(
            f"{release.database} is not the file that was released: its hash differs from the "
            "manifest.",
            "mirror another release; `chipwatch releases verify` says which are whole.",
        )
    with _opened(release) as source:
        planned = plan(source, release, include_restricted, role)
        with connected(place) as connection:
            require_usable(connection, place)
            with only_mirror(connection, place, wait_seconds):
                if not force and current_form(connection) == planned.form:
                    seconds = time.monotonic() - started
                    return Mirrored(release.release_id, place.place, role, True, (), 0.0, seconds)
                ensure_role(connection, role)
                loading = time.monotonic()
                copied = _load(source, connection, planned, on_table)
                load_seconds = time.monotonic() - loading
                _swap_or_clean(connection, planned, place, wait_seconds)
    total = time.monotonic() - started
    return Mirrored(
        release.release_id, place.place, role, False, tuple(copied), load_seconds, total
    )


def _opened(release: Release) -> duckdb.DuckDBPyConnection:
    try:
        source = duckdb.connect(str(release.database), read_only=True)
        source.execute("set TimeZone = 'UTC'")
    except duckdb.Error as error:
        raise ChipwatchError(
            f"{release.database} cannot be read ({str(error).splitlines()[0]}).",
            "close a program that holds it open for writing, then run again.",
        ) from error
    return source


def _swap_or_clean(
    connection: Connection, planned: Plan, place: Target, wait_seconds: float
) -> None:
    try:
        swap(connection, planned, place, wait_seconds)
    except BaseException:
        if not connection.closed:
            _drop_loading(connection)
        raise


def _drop_loading(connection: Connection) -> None:
    for loading in LOADING.values():
        connection.execute(f"drop schema if exists {loading} cascade")


def _load(
    source: duckdb.DuckDBPyConnection,
    connection: Connection,
    planned: Plan,
    on_table: Callable[[str, int, int], None],
) -> list[Copied]:
    """Fill the loading schemas in one transaction; what a killed mirror left there goes first."""
    copied = []
    with connection.transaction():
        _drop_loading(connection)
        for loading in LOADING.values():
            connection.execute(f"create schema {loading}")
        for number, table in enumerate(planned.tables, start=1):
            on_table(table.name, number, len(planned.tables))
            copied.append(copy_table(source, connection, table, planned.indexed))
        whole = {one.table for one in copied if not one.rows_left_out}
        for reference in planned.references:
            if reference.parent.table in whole:
                connection.execute(reference.create)
        _tell_inside(connection, planned, copied)
        for loading in LOADING.values():
            for right in ("usage on schema", "select on all tables in schema"):
                grant = sql.SQL(f"grant {right} {loading} to {{}}")
                connection.execute(grant.format(sql.Identifier(planned.role)))
    return copied


def copy_table(
    source: duckdb.DuckDBPyConnection,
    connection: Connection,
    table: TablePlan,
    indexed: Iterable[str],
) -> Copied:
    """Make one table in the loading schema, inside a transaction, and stream its rows into it."""
    query = f'select count(*) from {table.schema}."{table.table}"'
    ((total,),) = source.sql(query).fetchall()
    rows = 0
    if table.columns:
        connection.execute(table.create)
        with connection.cursor() as cursor:
            with cursor.copy(table.copy) as stream:
                for batch in source.sql(table.select).to_arrow_reader(_BATCH_ROWS):
                    text = pa.BufferOutputStream()
                    csv.write_csv(batch, text, _AS_CSV)
                    stream.write(text.getvalue())
            rows = cursor.rowcount
        connection.execute(";\n".join(table.finish(indexed)))
    because = table.because
    if rows < total or table.columns_left_out:
        because = because or "its source does not allow redistribution"
    return Copied(table.schema, table.table, rows, total - rows, table.columns_left_out, because)


def _tell_inside(connection: Connection, planned: Plan, copied: list[Copied]) -> None:
    """Write `meta.mirror`: what this mirror is a copy of, and what it left out."""
    name = f"{LOADING['meta']}.mirror"
    listed = ", ".join(f"{column} {kind}" for column, (kind, _) in _MIRROR_COLUMNS.items())
    connection.execute(f"create table {name} ({listed}, primary key (schema_name, name))")
    connection.execute(
        f"comment on table {name} is 'One row a table or function of the release: what this mirror "
        "holds of it and what it left out.'"
    )
    comments = [
        f"comment on column {name}.{column} is '{comment}'"
        for column, (_, comment) in _MIRROR_COLUMNS.items()
    ]
    connection.execute(";\n".join(comments))
    manifest = planned.release.manifest
    about = (
        planned.release.release_id,
        manifest["file_sha256"],
        manifest["is_sample"],
        planned.includes_restricted,
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    rows: list[tuple[object, ...]] = [
        (one.schema, one.table, "table", *about, one.rows, one.rows_left_out,
         "; ".join(one.columns_left_out), one.because, planned.form, now)
        for one in copied
    ]  # fmt: skip
    rows.append(("meta", "mirror", "table", *about, None, None, None, None, planned.form, now))
    rows += [
        ("marts", function.name, "function", *about, None, None, None, None, planned.form, now)
        for function in planned.functions
    ]
    marks = ", ".join(["%s"] * len(_MIRROR_COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(f"insert into {name} values ({marks})", rows)
    connection.execute(f"analyze {name}")
