"""What a mirror of one release holds: tables with their columns, keys, indexes and comments.

Belongs here: choosing tables and writing the statements that make them; nothing here talks to
PostgreSQL. Does not belong here: what may leave the house (`pipelines/releases/export.py`), types
(`types.py`), as-of functions (`functions.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.mirror.functions import Function, as_of_functions
from pipelines.mirror.types import as_text, postgres_type
from pipelines.releases.details import checks_of
from pipelines.releases.export import RESTRICTED_PAYLOADS, Column, outgoing
from pipelines.releases.meta_tables import META_KEYS
from pipelines.releases.shelf import Release
from pipelines.sql_text import sql_text

SCHEMAS = ("marts", "meta")
LOADING = {schema: f"chipwatch_loading_{schema}" for schema in SCHEMAS}
DECLARATION = Path(__file__).with_name("mirror.yml")
_REFERENCE = re.compile(r"field=(?P<field>\w+) to=ref\('(?P<table>\w+)'\)")


@dataclass(frozen=True)
class TablePlan:
    """One table of the mirror; without columns, a mart that stays behind whole."""

    schema: str
    table: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    never_null: frozenset[str]
    where: str
    columns_left_out: tuple[str, ...] = ()
    because: str = ""

    @property
    def name(self) -> str:
        """Schema and table as readers write them."""
        return f"{self.schema}.{self.table}"

    @property
    def loading_name(self) -> str:
        """The quoted name of the table while it is loaded."""
        return f'{LOADING[self.schema]}."{self.table}"'

    @property
    def select(self) -> str:
        """DuckDB SQL for the rows, every value as text."""
        texts = [as_text(f'"{c.name}"', c.kind) + f' as "{c.name}"' for c in self.columns]
        return f'select {", ".join(texts)} from {self.schema}."{self.table}" where {self.where}'

    @property
    def copy(self) -> str:
        """The COPY that takes the rows; frozen, so that every snapshot sees all of them."""
        listed = ", ".join(f'"{column.name}"' for column in self.columns)
        return f"copy {self.loading_name} ({listed}) from stdin with (format csv, freeze)"

    @property
    def create(self) -> str:
        """The CREATE TABLE."""
        lines = [
            f'"{column.name}" {postgres_type(column.kind)}'
            + (" not null" if column.name in self.never_null else "")
            for column in self.columns
        ]
        return f"create table {self.loading_name} ({', '.join(lines)})"

    def finish(self, indexed: Iterable[str]) -> list[str]:
        """Statements for the loaded table: key, indexes, comments, statistics."""
        statements = []
        if self.key:
            listed = ", ".join(f'"{column}"' for column in self.key)
            statements.append(f"alter table {self.loading_name} add primary key ({listed})")
        there = {column.name for column in self.columns} - set(self.key[:1])
        statements += [
            f'create index on {self.loading_name} ("{column}")'
            for column in indexed
            if column in there
        ]
        statements.append(f"comment on table {self.loading_name} is {sql_text(self.description)}")
        statements += [
            f'comment on column {self.loading_name}."{column.name}" is '
            f"{sql_text(column.description)}"
            for column in self.columns
        ]
        return [*statements, f"analyze {self.loading_name}"]


@dataclass(frozen=True)
class Reference:
    """A column whose values are keys of another table, as a check of the release found."""

    child: TablePlan
    column: str
    parent: TablePlan

    @property
    def create(self) -> str:
        """The foreign key between the loaded tables."""
        return (
            f'alter table {self.child.loading_name} add foreign key ("{self.column}") '
            f"references {self.parent.loading_name}"
        )


@dataclass(frozen=True)
class Plan:
    """The mirror of one release in one form."""

    release: Release
    includes_restricted: bool
    role: str
    tables: tuple[TablePlan, ...]
    references: tuple[Reference, ...]
    functions: tuple[Function, ...]
    indexed: tuple[str, ...]

    @property
    def mirrored(self) -> list[TablePlan]:
        """The tables that go."""
        return [table for table in self.tables if table.columns]

    @cached_property
    def form(self) -> str:
        """A hash of everything that makes this mirror what it is; equal forms need no work."""
        parts = [self.release.release_id, self.release.manifest["file_sha256"], self.role]
        for table in self.mirrored:
            parts += [table.select, table.create, *table.finish(self.indexed)]
        parts += [reference.create for reference in self.references]
        parts += [function.create for function in self.functions]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def plan(
    connection: duckdb.DuckDBPyConnection, release: Release, include_restricted: bool, role: str
) -> Plan:
    """The plan for a release that `connection` has open."""
    declared = yaml.safe_load(DECLARATION.read_text(encoding="utf-8"))
    checked = _checked_for_nulls(release)
    marts = [
        TablePlan(
            "marts",
            mart.table,
            mart.description or "",
            mart.columns,
            mart.key(release),
            checked.get(mart.table, frozenset()) | frozenset(mart.key(release)),
            mart.where,
            mart.columns_left_out,
            mart.because,
        )
        for mart in outgoing(connection, include_restricted)
    ]
    tables = (*marts, *_meta_tables(connection, marts, include_restricted))
    return Plan(
        release,
        include_restricted,
        role,
        tables,
        tuple(_references(release, tables)),
        as_of_functions(connection, _columns_by_mart(marts), declared["functions"]),
        tuple(declared["indexed"]),
    )


def _checked_for_nulls(release: Release) -> dict[str, frozenset[str]]:
    """Mart → the columns whose check for nulls this release passed."""
    found: dict[str, frozenset[str]] = {}
    for check in checks_of(release):
        if check["check_kind"] == "not_null_columns" and check["is_passed"]:
            columns = frozenset(check["column_name"].split(", "))
            found[check["table_name"]] = found.get(check["table_name"], frozenset()) | columns
    return found


def _references(release: Release, tables: Sequence[TablePlan]) -> Iterator[Reference]:
    """What the checks of the release found to hold, between columns that go."""
    by_name = {t.table: t for t in tables if t.columns}
    for check in checks_of(release):
        target = _REFERENCE.fullmatch(check["threshold"] or "")
        if check["check_kind"] != "relationships" or not check["is_passed"] or target is None:
            continue
        child, parent = by_name.get(check["table_name"]), by_name.get(target["table"])
        column, names = check["column_name"], {one.name for one in child.columns} if child else ()
        if child and parent and parent.key == (target["field"],) and column in names:
            yield Reference(child, column, parent)


def _columns_by_mart(marts: Sequence[TablePlan]) -> Mapping[str, Sequence[str]]:
    """The columns of the marts that go with every column."""
    return {
        mart.table: [column.name for column in mart.columns]
        for mart in marts
        if not mart.columns_left_out
    }


def _meta_tables(
    connection: duckdb.DuckDBPyConnection, marts: Sequence[TablePlan], include_restricted: bool
) -> list[TablePlan]:
    """The meta tables: what a reader needs; checks and rejects quote rows, restricted ones too."""
    restricted = connection.execute(f"from meta.payloads where {RESTRICTED_PAYLOADS} limit 1")
    is_whole = include_restricted or not restricted.fetchall()
    open_rows = {
        "columns": "",
        "payloads": f"not ({RESTRICTED_PAYLOADS})",
        "releases": "true",
        "sources": "true",
    }
    described: dict[str, list[Any]] = {}
    for row in connection.execute(
        "select table_name, table_description, column_name, data_type, is_nullable, description "
        "from meta.columns where table_schema = 'meta' order by table_name, ordinal_position"
    ).fetchall():
        described.setdefault(row[0], []).append(row[1:])
    found = []
    for table, rows in described.items():
        columns = tuple(Column(name, kind, null, text or "") for _, name, kind, null, text in rows)
        goes = is_whole or table in open_rows
        found.append(
            TablePlan(
                "meta",
                table,
                rows[0][0] or "",
                columns if goes else (),
                META_KEYS.get(table, ()),
                frozenset(META_KEYS.get(table, ())),
                "true" if is_whole else open_rows.get(table, "false"),
                () if goes else tuple(column.name for column in columns),
                "" if goes else "it quotes rows of every source",
            )
        )
    return [_described(table, [*marts, *found]) for table in found]


def _described(table: TablePlan, all_tables: Sequence[TablePlan]) -> TablePlan:
    """`meta.columns` tells of the columns that go; other tables stay as they are."""
    if table.table != "columns":
        return table
    listed = ", ".join(
        f"({sql_text(one.schema)}, {sql_text(one.table)}, {sql_text(column.name)})"
        for one in all_tables
        for column in one.columns
    )
    where = f"(table_schema, table_name, column_name) in ({listed})"
    return replace(table, where=where, because="they describe columns that stay behind")
