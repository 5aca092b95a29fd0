"""SQL on a published file, read-only, shut off from everything else and bounded.

Belongs here: the connection, its bounds and its errors. Does not belong here: printing
(`cli/query.py`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
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


class Reading:
    """One open release and the seconds that all questions to it may take together."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
        self._connection = connection
        self._ends_at = time.monotonic() + seconds

    def answer(
        self, sql: str, parameters: Sequence[object] = (), limit: int | None = None
    ) -> Answer:
        """The answer to one statement, at most `limit` rows of it."""
        statement = _only_statement(self._connection, sql)
        with _interrupted_after(self._connection, self._ends_at - time.monotonic()):
            cursor = self._connection.execute(statement, list(parameters) or None)
            columns = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall() if limit is None else cursor.fetchmany(limit + 1)
        is_cut = limit is not None and len(rows) > limit
        return Answer(columns, rows[:limit] if is_cut else rows, is_cut)

    def rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """The answer as one mapping a row."""
        answer = self.answer(sql, parameters)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    def has(self, name: str) -> bool:
        """Whether the release has this table or table macro of the marts; an older one may not."""
        found = self.answer(
            "select 1 from duckdb_functions() where schema_name = 'marts' and function_name = $1 "
            "union all select 1 from duckdb_tables() where schema_name = 'marts' "
            "and table_name = $1",
            [name],
        )
        return bool(found.rows)

    def labels(self) -> Labels:
        """The words for values in this release."""
        return released_labels(self._connection)


@contextmanager
def reading(database: Path, seconds: float = SECONDS) -> Iterator[Reading]:
    """Several questions to one release, which stays the same whatever is published meanwhile.

    Raises ChipwatchError for a missing file, for anything but one statement, for bad SQL, and for
    questions that take longer than `seconds` or more memory than two gigabytes.
    """
    if not database.exists():
        raise ChipwatchError(
            f"Nothing is published yet: there is no {database}.",
            "run `chipwatch run` (or `make run`) first.",
        )
    try:
        with duckdb.connect(str(database), read_only=True, config=HARDENED) as connection:
            yield Reading(connection, seconds)
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


def ask(database: Path, sql: str, limit: int | None = None, seconds: float = SECONDS) -> Answer:
    """The answer to one statement, at most `limit` rows of it; raises as `reading` does."""
    with reading(database, seconds) as release:
        return release.answer(sql, limit=limit)


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
    timer = threading.Timer(max(seconds, 0.0), connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
