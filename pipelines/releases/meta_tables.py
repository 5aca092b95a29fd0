"""The `meta` tables that only exist once a release is made: releases, checks, approvals, columns.

Belongs here: their columns, comments and how they are written into a database file.
Does not belong here: meta.payloads, meta.sources and meta.rejects (dbt models), or deciding
whether a candidate may be released (`publish/publish.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.specs.checks import LAYERS, REACHES, SEVERITIES
from pipelines.sql_text import sql_text


@dataclass(frozen=True)
class Column:
    """One column of a meta table: name, DuckDB type, comment, and all that may stand in it."""

    name: str
    type: str
    comment: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class MetaTable:
    """One meta table: name, comment, columns."""

    name: str
    comment: str
    columns: tuple[Column, ...]


RELEASES = MetaTable(
    "releases",
    "One row a release of this warehouse, newest included; the newest is the file you read.",
    (
        Column("release_id", "VARCHAR", "Stable name of the release (UTC time and fingerprint)."),
        Column("released_at", "TIMESTAMP", "UTC time at which the release was made."),
        Column("previous_release_id", "VARCHAR", "The release that was current before, if any."),
        Column("is_current", "BOOLEAN", "True for the release that this file is."),
        Column("is_sample", "BOOLEAN", "True when the payloads are the bundled sample."),
        Column("warehouse_kind", "VARCHAR", "sample or live."),
        Column("fingerprint", "VARCHAR", "Hash of payload set, code, seeds, lock, parameters."),
        Column("code_version", "VARCHAR", "Hash of the code, models, seeds and checks."),
        Column("candidate_sha256", "VARCHAR", "SHA-256 of the audited candidate's bytes."),
        Column("payload_count", "BIGINT", "Archived payloads that went in, curated seeds aside."),
        Column("table_count", "BIGINT", "Published tables in marts and meta."),
        Column("row_count", "BIGINT", "Rows in all marts together."),
        Column("checks_passed_count", "BIGINT", "Checks that passed."),
        Column("checks_failed_count", "BIGINT", "Checks of severity warning that failed."),
        Column("rolled_back_at", "TIMESTAMP", "UTC time at which it was taken back, if it was."),
        Column("rolled_back_reason", "VARCHAR", "Why it was taken back."),
    ),
)

CHECKS = MetaTable(
    "checks",
    "One row a check and release, for the newest 30 releases: what was looked at, found, allowed.",
    (
        Column("release_id", "VARCHAR", "Release that the check judged."),
        Column("candidate_sha256", "VARCHAR", "SHA-256 of the bytes that the check judged."),
        Column("check_id", "VARCHAR", "Stable name of the check."),
        Column(
            "layer", "VARCHAR", "Where it is checked: raw, dbt, publication or release.", LAYERS
        ),
        Column("table_name", "VARCHAR", "Table or dataset looked at."),
        Column("column_name", "VARCHAR", "Column looked at, empty for the whole table."),
        Column("check_kind", "VARCHAR", "What is checked, for example unique or row_count."),
        Column("severity", "VARCHAR", "critical (keeps a candidate back) or warning.", SEVERITIES),
        Column(
            "reach",
            "VARCHAR",
            "How far a failure goes: row (the row or value is set aside), series (the last good "
            "state stays) or release (a critical failure keeps the candidate back).",
            REACHES,
        ),
        Column("is_passed", "BOOLEAN", "True when the check passed."),
        Column("observed", "VARCHAR", "What was found."),
        Column("threshold", "VARCHAR", "What was allowed."),
        Column("failing_examples", "VARCHAR", "At most 20 failing rows, one a line."),
        Column("duration_seconds", "DOUBLE", "Seconds that the check took."),
        Column("message", "VARCHAR", "What a person should know when it fails."),
    ),
)

APPROVALS = MetaTable(
    "approvals",
    "One row a removal of rows that a person approved, with the reason; each served one release.",
    (
        Column("release_id", "VARCHAR", "Release that rests on the approval."),
        Column("approval_id", "VARCHAR", "Stable name of the approval."),
        Column("table_name", "VARCHAR", "Table whose rows vanished."),
        Column("content_hash", "VARCHAR", "Content of the table that was approved."),
        Column("base_release_id", "VARCHAR", "Release that the rows were counted against."),
        Column("removed_count", "BIGINT", "Rows that vanished."),
        Column("rows_before_count", "BIGINT", "Rows that the table had before."),
        Column("reason", "VARCHAR", "Why that was right."),
        Column("approved_by", "VARCHAR", "Who said so."),
        Column("approved_at", "TIMESTAMP", "UTC time of the approval."),
    ),
)

COLUMNS = MetaTable(
    "columns",
    "One row a published column: the data dictionary inside the database.",
    (
        Column("table_schema", "VARCHAR", "marts or meta."),
        Column("table_name", "VARCHAR", "Published table."),
        Column("column_name", "VARCHAR", "Published column."),
        Column("ordinal_position", "INTEGER", "Place of the column in the table, from 1."),
        Column("data_type", "VARCHAR", "DuckDB type."),
        Column("is_nullable", "BOOLEAN", "True when the column may be empty."),
        Column("description", "VARCHAR", "What the column holds, with its unit."),
        Column("table_description", "VARCHAR", "What one row of the table is."),
    ),
)

META_TABLES = (RELEASES, CHECKS, APPROVALS, COLUMNS)
META_KEYS = {
    "approvals": ("release_id", "approval_id"),
    "checks": ("release_id", "check_id"),
    "columns": ("table_schema", "table_name", "column_name"),
    "releases": ("release_id",),
}
"""Primary keys of these tables."""


def write_table(
    connection: duckdb.DuckDBPyConnection,
    table: MetaTable,
    rows: Iterable[Mapping[str, Any]],
    schema: str = "meta",
    earlier: pa.Table | None = None,
) -> None:
    """(Re)create `<schema>.<table>` with its comments; fill it by column name, `earlier` first."""
    names = [column.name for column in table.columns]
    types = ", ".join(f"{column.name} {column.type}" for column in table.columns)
    connection.execute(f"create or replace table {schema}.{table.name} ({types})")
    parts = []
    if earlier is not None:
        parts.append(earlier.select([name for name in names if name in earlier.column_names]))
    records = [{name: row.get(name) for name in names} for row in rows]
    if records:
        parts.append(pa.Table.from_pylist(records))
    for part in parts:
        connection.register("incoming", part)
        connection.execute(f"insert into {schema}.{table.name} by name select * from incoming")
        connection.unregister("incoming")
    connection.execute(f"comment on table {schema}.{table.name} is {sql_text(table.comment)}")
    for column in table.columns:
        connection.execute(
            f"comment on column {schema}.{table.name}.{column.name} is {sql_text(column.comment)}"
        )


def write_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill meta.columns from the database's own catalogue (comments are the dictionary)."""
    write_table(connection, COLUMNS, ())
    connection.execute(
        """
        insert into meta.columns
        select c.schema_name, c.table_name, c.column_name, c.column_index::integer, c.data_type,
               c.is_nullable, c.comment, t.comment
        from duckdb_columns() c
        join duckdb_tables() t
          on t.database_name = c.database_name and t.schema_name = c.schema_name
             and t.table_name = c.table_name
        where c.database_name = current_database() and c.schema_name in ('marts', 'meta')
        order by all
        """
    )
