"""A hash of what a table says, whatever order, file or thread wrote it.

Belongs here: the canonical text of a row and the sum over a table, all in DuckDB SQL.
Does not belong here: hashes of files (`publish/publish.py`) or of code (`fingerprint.py`).
"""

from __future__ import annotations

import duckdb

from pipelines.sql_text import sql_name, sql_text

EXCLUDED_COLUMNS: frozenset[str] = frozenset(
    {"build_id", "built_at", "ingested_at", "loaded_at", "release_id", "run_id"}
)
"""Columns that tell about a run and not about the world; they do not enter the hash."""

_MODULUS = 1 << 128
_LOW_BITS = (1 << 64) - 1
_NESTED = ("[]", "STRUCT", "MAP", "UNION", "JSON")


def content_hashes(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    database: str | None = None,
    only: str | None = None,
) -> dict[str, str]:
    """The content hash of every base table of a schema, or of `only` one, by table name.

    A hash reads `<rows>:<32 hex digits>`: the number of rows and the sum, modulo 2^128, of the MD5
    of each row's canonical text, each half of it read as a little-endian number. That text holds
    the columns by name, each value with its length, NULL apart from the empty text, points in time
    as microseconds since 1970. Columns named in `EXCLUDED_COLUMNS` are left out. `database` is the
    attached database, by default the current.
    Raises ValueError when the schema holds no table.
    """
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = coalesce(?, current_database()) and schema_name = ? "
        "and table_name in (select t.table_name from duckdb_tables() t "
        "where t.database_name = coalesce(?, current_database()) and t.schema_name = ?) "
        "and table_name = coalesce(?, table_name) order by table_name, column_name",
        [database, schema, database, schema, only],
    ).fetchall()
    if not rows:
        raise ValueError(f"There is no table in schema {schema} of {database or 'this database'}.")
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, data_type in rows:
        columns.setdefault(table, []).append((column, data_type))
    prefix = f"{sql_name(database)}." if database else ""
    return {
        table: _table_hash(connection, f"{prefix}{sql_name(schema)}.{sql_name(table)}", described)
        for table, described in columns.items()
    }


def _table_hash(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: list[tuple[str, str]]
) -> str:
    values = [_canonical(name, kind) for name, kind in columns if name not in EXCLUDED_COLUMNS]
    text = " || ".join(values) or "''"
    row = connection.execute(
        f"select count(*), coalesce(sum((n & {_LOW_BITS}::uhugeint)::ubigint), 0)::hugeint, "
        "coalesce(sum((n >> 64)::ubigint), 0)::hugeint "
        f"from (select md5_number({text}) as n from {relation})"
    ).fetchone()
    count, upper, lower = row if row else (0, 0, 0)
    return f"{count}:{((int(upper) << 64) + int(lower)) % _MODULUS:032x}"


def _canonical(name: str, data_type: str) -> str:
    column = sql_name(name)
    if any(mark in data_type for mark in _NESTED):
        if "TIME ZONE" in data_type:
            raise ValueError(
                f"Column {name} nests points in time ({data_type}): no canonical text."
            )
        text = f"to_json({column})::varchar"
    elif data_type.startswith("TIMESTAMP"):
        text = f"epoch_us({column})::varchar"
    else:
        text = f"{column}::varchar"
    return f"{sql_text(name)} || coalesce('=' || strlen({text}) || ':' || {text}, '~') || ';'"
