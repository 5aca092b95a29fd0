"""SQL on a published file, read-only and shut off from everything else.

Belongs here: the connection and its errors. Does not belong here: printing (`cli/query.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ChipwatchError

HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def ask(database: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of the answer. Raises ChipwatchError for a missing file or bad SQL."""

    if not database.exists():
        raise ChipwatchError(
            f"Nothing is published yet: there is no {database}.",
            "run `chipwatch run` (or `make run`) first.",
        )
    try:
        with duckdb.connect(str(database), read_only=True, config=HARDENED) as connection:
            cursor = connection.execute(sql)
            columns = [column[0] for column in cursor.description or ()]
            return columns, cursor.fetchall()
    except duckdb.Error as error:
        raise ChipwatchError(
            f"The query failed: {error}",
            'list the tables with `chipwatch query "select distinct table_schema, table_name '
            'from meta.columns"` and the columns of one with `describe marts.TABLE`.',
        ) from error
