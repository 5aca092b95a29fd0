"""The event study of a build: its tables in, the derived files out.

Belongs here: which models of the build the study reads and which files it writes.
Does not belong here: anything computed.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.derived.event_study.calibration import calibrate
from pipelines.derived.event_study.config import (
    CALIBRATION_SCHEMA,
    EVENT_DAYS_SCHEMA,
    FOUND_CONFOUNDERS_SCHEMA,
    GROUPS_SCHEMA,
    PATHS_SCHEMA,
    REACTIONS_SCHEMA,
)
from pipelines.derived.event_study.kernel import event_study
from pipelines.warehouse import Build

GROUPS = ("all_shares", "instrument", "jurisdiction", "security")
"""Columns of int_market__study_events that reactions are grouped by."""

SCHEMAS = {
    "market_reactions": REACTIONS_SCHEMA,
    "group_reactions": GROUPS_SCHEMA,
    "event_paths": PATHS_SCHEMA,
    "event_days": EVENT_DAYS_SCHEMA,
    "market_confounders": FOUND_CONFOUNDERS_SCHEMA,
    "study_calibration": CALIBRATION_SCHEMA,
}
"""The derived files, one a table."""

TABLES = tuple(SCHEMAS)


def study(build: Build) -> None:
    """Run the event study on the build's bars and events."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "file_search_path": str(build.path)
    }
    with duckdb.connect(str(build.work), read_only=True, config=settings) as connection:
        bars, events, benchmarks, peers, confounders = (
            connection.sql(f"from intermediate.int_market__study_{name}").to_arrow_table()
            for name in ("bars", "events", "benchmarks", "peers", "confounders")
        )
    found = event_study(
        bars, events, benchmarks, peers=peers, confounders=confounders, groups=GROUPS
    )
    tables: dict[str, pa.Table] = {
        "market_reactions": found.reactions,
        "group_reactions": found.groups,
        "event_paths": found.paths,
        "event_days": found.event_days,
        "market_confounders": found.confounders,
        "study_calibration": calibrate(bars, benchmarks, peers, found.event_days),
    }
    for name in TABLES:
        pq.write_table(tables[name], build.derived / f"{name}.parquet")
