"""What a table, view or Parquet file holds, in a few figures, for people who look at a run.

Belongs here: counting rows, the newest date, the first rows as a table to read.
Does not belong here: how Dagster shows them (`defs/metadata.py`), or any check (`audit/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.sql_text import sql_text

if TYPE_CHECKING:
    import duckdb

NEWEST_COLUMNS = (
    "session_on",
    "published_on",
    "first_public_on",
    "public_on",
    "publication_date",
    "filed_on",
    "seen_on",
    "observation_on",
    "observed_at",
    "period_end_on",
    "listed_on",
    "start_on",
    "valid_from",
    "issued_on",
)
"""The dates that say how recent rows are; the first one that a relation has is taken."""

PREVIEW_ROWS = 5
PREVIEW_COLUMNS = 8
PREVIEW_CHARACTERS = 60


@dataclass(frozen=True)
class Contents:
    """What a relation holds; plain values, so that it can be written as JSON.

    `columns` are types by name; `newest` is the greatest date (ISO 8601) of `newest_column`.
    """

    columns: Mapping[str, str]
    row_count: int
    newest_column: str | None
    newest: str | None
    preview: str


def read_contents(connection: duckdb.DuckDBPyConnection, relation: str) -> Contents:
    """The contents of a relation, given as SQL that may stand behind `from`."""
    described = connection.execute(f"describe from {relation}").fetchall()
    columns = {str(name): str(kind) for name, kind, *_ in described}
    newest_column = next((name for name in NEWEST_COLUMNS if name in columns), None)
    newest_sql = f"max({newest_column})::date::varchar" if newest_column else "null"
    counted = connection.execute(f"select count(*), {newest_sql} from {relation}").fetchone()
    rows, newest = counted or (0, None)
    first = connection.execute(f"from {relation} limit {PREVIEW_ROWS}").fetchall()
    return Contents(columns, int(rows), newest_column, newest, markdown_table(columns, first))


def parquet_relation(files: Path) -> str:
    """Parquet files (a path or a pattern) as a relation."""
    return f"read_parquet({sql_text(files)})"


def markdown_table(
    columns: Iterable[str], rows: Sequence[Sequence[Any]], *, cut: bool = True
) -> str:
    """Rows as Markdown; when cut, of a wide table only the first columns, and long values short."""
    shown = list(columns)[: PREVIEW_COLUMNS if cut else None]
    lines = [shown, ["---"] * len(shown), *([_cell(value, cut) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line[: len(shown)])} |" for line in lines)


def _cell(value: Any, cut: bool) -> str:
    text = "" if value is None else " ".join(str(value).split())
    if cut and len(text) > PREVIEW_CHARACTERS:
        text = text[: PREVIEW_CHARACTERS - 1] + "…"
    return text.replace("|", "\\|")
