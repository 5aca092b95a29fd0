"""What changed between two database files: rows by primary key, table by table, in DuckDB SQL.

Belongs here: counting and listing rows that were added, changed or removed.
Does not belong here: which releases are compared (`publish/publish.py`), how many removals are too
many (`audit/drift.py`), or why a row changed (`changes.py`).

Columns that tell about a run (`content_hash.EXCLUDED_COLUMNS`) and the columns that name a
payload (`*payload_sha256`) are not compared: a row whose source was archived again without a
change of content has not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ChipwatchError
from pipelines.releases.content_hash import EXCLUDED_COLUMNS
from pipelines.sql_text import sql_text

HISTORY_TABLES: frozenset[str] = frozenset({"rpt_changes"})
"""Marts that tell about releases themselves; two builds of one archive may differ in them."""

Keys = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class TableDiff:
    """Rows of one table before and after.

    `key` is empty when the table has no key that is unique in both files: then whole rows are
    compared and nothing counts as changed. `state` is `both`, `new` or `gone`.
    """

    table: str
    state: str
    key: tuple[str, ...]
    rows_before: int
    rows_after: int
    added: int
    changed: int
    removed: int
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """True when nothing differs, columns included."""
        return not (
            self.added or self.changed or self.removed or self.columns_added or self.columns_removed
        )

    def to_json(self) -> dict[str, Any]:
        """The diff as plain JSON types."""
        return asdict(self)


@dataclass(frozen=True)
class RowDiff:
    """One row that differs: its key, `added`, `changed` or `removed`, and the values."""

    table: str
    change: str
    key: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The row as plain JSON types (other types become text when it is printed)."""
        return asdict(self)


@contextmanager
def attached(before: Path, after: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the two files attached read-only as `before` and `after`.

    Raises ChipwatchError when one of them cannot be opened.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        for name, path in (("before", before), ("after", after)):
            try:
                connection.execute(f"attach {sql_text(path.resolve())} as {name} (read_only)")
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                raise ChipwatchError(
                    f"{path} cannot be opened for comparison ({reason}).",
                    "see `chipwatch releases verify`; a damaged release can only be pruned.",
                ) from error
        yield connection


def compare(
    connection: duckdb.DuckDBPyConnection,
    keys: Keys,
    before: str = "before",
    after: str = "after",
) -> list[TableDiff]:
    """The differences of every table of `marts` in two attached databases, by table name."""
    old, new = (table_columns(connection, name) for name in (before, after))
    return [
        compare_table(connection, before, after, table, old.get(table), new.get(table), keys)
        for table in sorted(set(old) | set(new))
        if table not in HISTORY_TABLES
    ]


def differing_rows(
    connection: duckdb.DuckDBPyConnection, diff: TableDiff, limit: int
) -> list[RowDiff]:
    """Up to `limit` rows of a table that differ, ordered by kind and key."""
    old = table_columns(connection, "before").get(diff.table, {})
    new = table_columns(connection, "after").get(diff.table, {})
    if not diff.key or diff.state != "both":
        return _whole_rows(connection, diff, old, new, limit)
    differs, compared = _differs(old, new, diff.key)
    values = [*diff.key, *compared]
    before = ", ".join(f'o."{name}"' for name in values)
    after = ", ".join(f'n."{name}"' for name in values)
    order = ", ".join(f'coalesce(o."{k}"::varchar, n."{k}"::varchar)' for k in diff.key)
    rows = connection.execute(
        f"select case when o.is_there is null then 'added' when n.is_there is null then 'removed' "
        f"else 'changed' end as change, {before}, {after} "
        f"from {joined('before', 'after', diff.table, diff.key)} "
        f"where o.is_there is null or n.is_there is null or {differs} "
        f"order by change, {order} limit {int(limit)}"
    ).fetchall()
    found = []
    for change, *cells in rows:
        old_values = dict(zip(values, cells[: len(values)], strict=True))
        new_values = dict(zip(values, cells[len(values) :], strict=True))
        key = {name: (old_values if change == "removed" else new_values)[name] for name in diff.key}
        shown = [
            name for name in compared if change != "changed" or old_values[name] != new_values[name]
        ]
        found.append(
            RowDiff(
                diff.table,
                change,
                key,
                {} if change == "added" else {name: old_values[name] for name in shown},
                {} if change == "removed" else {name: new_values[name] for name in shown},
            )
        )
    return found


def compared_columns(
    old: Mapping[str, str], new: Mapping[str, str], key: Sequence[str]
) -> list[str]:
    """Columns that both tables have and that are neither key, run nor payload columns."""
    return [name for name in old if name in new and name not in key and not _is_provenance(name)]


def differs_sql(old: Mapping[str, str], new: Mapping[str, str], column: str) -> str:
    """SQL that is true when a column of `o` and `n` differs; other types are compared as text."""
    cast = "" if old[column] == new[column] else "::varchar"
    return f'o."{column}"{cast} is distinct from n."{column}"{cast}'


def usable_key(
    connection: duckdb.DuckDBPyConnection,
    before: str,
    after: str,
    table: str,
    key: Sequence[str],
    old: Mapping[str, str],
    new: Mapping[str, str],
) -> tuple[str, ...]:
    """The key when both tables have its columns and it is unique in both, else ()."""
    if not key or any(name not in old or name not in new for name in key):
        return ()
    listed = ", ".join(f'"{name}"' for name in key)
    for database in (before, after):
        doubled = connection.execute(
            f'select 1 from "{database}".marts."{table}" '
            f"group by {listed} having count(*) > 1 limit 1"
        ).fetchone()
        if doubled is not None:
            return ()
    return tuple(key)


def joined(before: str, after: str, table: str, key: Sequence[str]) -> str:
    """A full join `o`, `n` of a table in two databases by key, each with `is_there`."""
    on = " and ".join(f'o."{name}" is not distinct from n."{name}"' for name in key)
    return (
        f'(select *, true as is_there from "{before}".marts."{table}") o full join '
        f'(select *, true as is_there from "{after}".marts."{table}") n on {on}'
    )


def _is_provenance(column: str) -> bool:
    return column in EXCLUDED_COLUMNS or column.endswith("payload_sha256")


def _differs(
    old: Mapping[str, str], new: Mapping[str, str], key: Sequence[str]
) -> tuple[str, list[str]]:
    compared = compared_columns(old, new, key)
    return " or ".join(differs_sql(old, new, name) for name in compared) or "false", compared


def table_columns(
    connection: duckdb.DuckDBPyConnection, database: str
) -> dict[str, dict[str, str]]:
    """Column types of every table of `marts` in an attached database, in column order."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select c.table_name, c.column_name, c.data_type from duckdb_columns() c "
        "join duckdb_tables() t using (database_name, schema_name, table_name) "
        "where c.database_name = ? and c.schema_name = 'marts' "
        "order by c.table_name, c.column_index",
        [database],
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _count(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> int:
    row = connection.execute(f'select count(*) from "{database}".marts."{table}"').fetchone()
    return int(row[0]) if row else 0


def compare_table(
    connection: duckdb.DuckDBPyConnection,
    before: str,
    after: str,
    table: str,
    old: Mapping[str, str] | None,
    new: Mapping[str, str] | None,
    keys: Keys,
) -> TableDiff:
    """The differences of one table; `old` and `new` are its columns, None where there is none."""
    declared = tuple(keys.get(table, ()))
    if new is None:
        rows = _count(connection, before, table)
        return TableDiff(table, "gone", declared, rows, 0, 0, 0, rows, (), ())
    if old is None:
        rows = _count(connection, after, table)
        return TableDiff(table, "new", declared, 0, rows, rows, 0, 0, (), ())
    rows_before, rows_after = (_count(connection, name, table) for name in (before, after))
    key = usable_key(connection, before, after, table, declared, old, new)
    if key:
        differs, _ = _differs(old, new, key)
        counts = connection.execute(
            "select count(*) filter (where o.is_there is null), "
            f"count(*) filter (where o.is_there and n.is_there and ({differs})), "
            "count(*) filter (where n.is_there is null) "
            f"from {joined(before, after, table, key)}"
        ).fetchone()
        added, changed, removed = map(int, counts or (0, 0, 0))
    else:
        columns = compared_columns(old, new, ())
        changed = 0
        added = _only_in(connection, after, before, table, columns)
        removed = _only_in(connection, before, after, table, columns)
    return TableDiff(
        table,
        "both",
        key,
        rows_before,
        rows_after,
        added,
        changed,
        removed,
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
    )


def _only_in(
    connection: duckdb.DuckDBPyConnection, one: str, other: str, table: str, columns: Sequence[str]
) -> int:
    if not columns:
        return max(0, _count(connection, one, table) - _count(connection, other, table))
    row = connection.execute(
        f"select count(*) from ({_except(one, other, table, columns)})"
    ).fetchone()
    return int(row[0]) if row else 0


def _except(one: str, other: str, table: str, columns: Sequence[str]) -> str:
    listed = ", ".join(f'"{name}"::varchar as "{name}"' for name in columns)
    return (
        f'select {listed} from "{one}".marts."{table}" except all '
        f'select {listed} from "{other}".marts."{table}"'
    )


def _whole_rows(
    connection: duckdb.DuckDBPyConnection,
    diff: TableDiff,
    old: Mapping[str, str],
    new: Mapping[str, str],
    limit: int,
) -> list[RowDiff]:
    found: list[RowDiff] = []
    for change, one, other in (("added", "after", "before"), ("removed", "before", "after")):
        if diff.state == "both":
            columns = compared_columns(old, new, ())
            query = _except(one, other, diff.table, columns)
        elif (change == "added") == (diff.state == "new"):
            columns = compared_columns(old or new, new or old, ())
            listed = ", ".join(f'"{name}"' for name in columns)
            query = f'select {listed} from "{one}".marts."{diff.table}"'
        else:
            continue
        if not columns:
            continue
        rows = connection.execute(f"{query} order by all limit {int(limit)}").fetchall()
        for row in rows:
            values = dict(zip(columns, row, strict=True))
            added = change == "added"
            key = {name: values[name] for name in diff.key if name in values}
            found.append(
                RowDiff(diff.table, change, key, {} if added else values, values if added else {})
            )
    return found[:limit]
