"""What an asset shows in the Dagster UI: figures that it plots, first rows, origin of columns.

Belongs here: the names under which every asset tells the same thing. Does not belong here:
counting (`pipelines/transform/contents.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from pipelines.transform.contents import Contents, parquet_relation, read_contents
from pipelines.warehouse import REPOSITORY


def metadata_of(contents: Contents, seconds: float | None = None) -> dict[str, Any]:
    """Rows, newest date, rows a second and a preview of what was just made."""
    metadata: dict[str, Any] = {
        "dagster/row_count": contents.row_count,
        "preview": dg.MetadataValue.md(contents.preview),
    }
    if contents.newest is not None:
        midnight = datetime.fromisoformat(contents.newest).replace(tzinfo=UTC)
        metadata[f"newest {contents.newest_column}"] = dg.MetadataValue.timestamp(midnight)
    if seconds:
        metadata["rows_per_second"] = round(contents.row_count / seconds, 1)
    return metadata


def parquet_metadata(files: Path, seconds: float | None = None) -> dict[str, Any]:
    """As `shown` for Parquet files (a path or a pattern), with their size."""
    contents = read_contents(duckdb.default_connection(), parquet_relation(files))
    size = sum(path.stat().st_size for path in files.parent.glob(files.name))
    return {**metadata_of(contents, seconds), "bytes": size}


def documented(page: str, **places: str) -> dict[str, Any]:
    """Where a reader finds more: a generated page of this checkout, and addresses on the web."""
    return {
        "documented in": dg.MetadataValue.path(str(REPOSITORY / "docs" / "generated" / page)),
        **{name: dg.MetadataValue.url(place) for name, place in places.items()},
    }


def lineage_metadata(columns: Mapping[str, Sequence[dg.TableColumnDep]]) -> dict[str, Any]:
    """What each column is made of: for programs, and as a table for people.

    The UI of this version draws no column lineage; it only hands it on by GraphQL.
    """
    lines = ["| column | made of |", "|---|---|"]
    for column, parts in columns.items():
        made_of = [f"`{part.asset_key.to_user_string()}` {part.column_name}" for part in parts]
        lines.append(f"| {column} | {', '.join(made_of)} |")
    return {
        "dagster/column_lineage": dg.TableColumnLineage(columns),
        "made of": dg.MetadataValue.md("\n".join(lines)),
    }
