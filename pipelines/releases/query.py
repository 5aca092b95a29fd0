"""SQL on a published file, read-only, shut off from everything else and bounded.

Belongs here: the connection, its bounds and its errors. Does not belong here: printing
(`cli/query.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ChipwatchError
from pipelines.labels import Labels, curated_labels, released_labels

HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "2GB",
    "lock_configuration": "true",
}
SECONDS = 300.0


@dataclass(frozen=True)
class Answer:
    """Names of the columns and the rows; `is_cut` when there were more than asked for."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool = False


def ask(database: Path, sql: str, limit: int | None = None, seconds: float = SECONDS) -> Answer:
    """The answer to one statement, at most `limit` rows of it.

    Raises ChipwatchError for a missing file, for anything but one statement, for bad SQL, and for
    a query that takes longer than `seconds` or more memory than two gigabytes.
    """
    if not database.exists():
        raise ChipwatchError(
            f"Nothing is published yet: there is no {database}.",
            "run `chipwatch run` (or `make run`) first.",
        )
    try:
        with duckdb.connect(str(database), read_only=True, config=HARDENED) as connection:
            statement = _only_statement(connection, sql)
            with _interrupted_after(connection, seconds):
                cursor = connection.execute(statement)
                columns = [column[0] for column in cursor.description or ()]
                rows = cursor.fetchall() if limit is None else cursor.fetchmany(limit + 1)
    except duckdb.InterruptException as error:
        raise ChipwatchError(
            f"The query was stopped after {seconds:g} seconds.",
            "narrow it with `where` or `limit`, or give it longer with --timeout SECONDS.",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise ChipwatchError(
            f"The query needs more than {HARDENED['memory_limit']} of memory.",
            "narrow it with `where`, name fewer columns, or ask the file from your own program.",
        ) from error
    except duckdb.Error as error:
        raise ChipwatchError(
            f"The query failed: {error}",
            'list the tables with `chipwatch query "select distinct table_schema, table_name '
            'from meta.columns"` and the columns of one with `describe marts.TABLE`.',
        ) from error
    is_cut = limit is not None and len(rows) > limit
    return Answer(columns, rows[:limit] if is_cut else rows, is_cut)


def labels_of(database: Path) -> Labels:
    """The words for values in a published file, or the project's own where it cannot be read."""
    if not database.exists():
        return curated_labels()
    try:
        with duckdb.connect(str(database), read_only=True, config=HARDENED) as connection:
            return released_labels(connection)
    except duckdb.Error:
        return curated_labels()


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        sql.encode()
    except UnicodeEncodeError as error:
        raise ChipwatchError(
            f"The query is not text: character {error.start + 1} is half a character.",
            "type it again; a shell or editor has broken the encoding.",
        ) from None
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        how_many = "no statement" if not statements else f"{len(statements)} statements"
        raise ChipwatchError(
            f"The query holds {how_many}; one is answered at a time.",
            "give one statement, for example: select count(*) from marts.rpt_events",
        )
    return statements[0]


@contextmanager
def _interrupted_after(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
