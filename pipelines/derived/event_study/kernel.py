"""From bars and events to reactions and tests: the one event-study kernel.

Belongs here: the order of the steps, what goes in and what comes out.
Does not belong here: calendars, models, tests, the result tables (their modules); any file access.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    BENCHMARKS_SCHEMA,
    CONFOUNDERS_SCHEMA,
    EVENTS_SCHEMA,
    PEERS_SCHEMA,
    StudyConfig,
    StudyInputError,
)
from pipelines.derived.event_study.estimate import estimate
from pipelines.derived.event_study.group_table import group_table
from pipelines.derived.event_study.locate import locate
from pipelines.derived.event_study.panel import conform, read_bars, refuse_duplicates
from pipelines.derived.event_study.path_table import path_table
from pipelines.derived.event_study.reaction_table import reaction_parts
from pipelines.derived.event_study.results import Results


@dataclass(frozen=True)
class Study:
    """What a study found, as tables of the schemas in config."""

    reactions: pa.Table
    groups: pa.Table
    paths: pa.Table
    event_days: pa.Table
    confounders: pa.Table


def event_study(
    bars: pa.Table,
    events: pa.Table,
    benchmarks: pa.Table | None = None,
    *,
    peers: pa.Table | None = None,
    confounders: pa.Table | None = None,
    groups: Sequence[str] = (),
    config: StudyConfig | None = None,
) -> Study:
    """How each security moved around each event, and groups of them on all event days.

    Args:
        bars: BARS_SCHEMA, one row a security (benchmarks included) and session, split-adjusted, in
            the currency of the listing; any row order.
        events: EVENTS_SCHEMA, one row an event, security and kind of day 0; any row order.
        benchmarks: BENCHMARKS_SCHEMA; the first by priority that has enough returns is taken.
        peers: PEERS_SCHEMA, the shares of the peer baskets.
        confounders: CONFOUNDERS_SCHEMA.
        groups: columns of `events` with the value a row is grouped by (null: in no group).
        config: windows, models and thresholds; the declared defaults when left out.

    Returns:
        A Study. `reactions` has for every event row one row a model and window, sorted by
        event_id, security_id, day0_kind, model, window. `*_pct` and alpha (for one session) are
        percent, not rounded. raw_return compounds from the close before the window to its last
        close; the intraday models go from that close to the lowest low or highest high of the
        window; the other models sum simple returns, so that return = expected + abnormal. Where
        something is missing the figures are null and not_estimable_reason is the first of
        NOT_ESTIMABLE_REASONS that applies.

    Day 0 is the first session of the security's exchange that closes after the news was public.
    A return needs the closes of two neighboring sessions: none reaches over a gap. Rows of one
    security and day 0 are one observation; default ones alone enter groups and q values.

    Raises:
        StudyInputError: a column is missing or of another type, a key stands twice, a time zone
            or part of the day does not exist.
    """
    config = config or StudyConfig()
    found = prepare(
        bars, events, benchmarks, peers=peers, confounders=confounders, groups=groups,
        config=config,
    )  # fmt: skip
    return Study(
        pa.concat_tables(reaction_parts(found)).combine_chunks(),
        group_table(found),
        path_table(found),
        found.located.days.table(),
        found.located.confounders.found,
    )


def prepare(
    bars: pa.Table,
    events: pa.Table,
    benchmarks: pa.Table | None = None,
    *,
    peers: pa.Table | None = None,
    confounders: pa.Table | None = None,
    groups: Sequence[str] = (),
    config: StudyConfig | None = None,
) -> Results:
    """The figures of event_study, from which its tables are made, the largest in parts."""
    config = config or StudyConfig()
    if missing := [name for name in groups if name not in events.column_names]:
        raise StudyInputError(
            f"The events lack the column {missing[0]} to group by.",
            f"Their columns are {', '.join(events.column_names)}.",
        )
    extra = {name: events.column(name).cast(pa.string()) for name in groups}
    events = conform(events, EVENTS_SCHEMA, "events")
    for name, column in extra.items():
        if name not in events.column_names:
            events = events.append_column(name, column)
    refuse_duplicates(events, ("event_id", "security_id", "day0_kind"), "events")
    events = events.sort_by(
        [(name, "ascending") for name in ("event_id", "security_id", "day0_kind")]
    ).combine_chunks()
    tables = [
        schema.empty_table() if table is None else conform(table, schema, what)
        for table, schema, what in (
            (benchmarks, BENCHMARKS_SCHEMA, "benchmarks"),
            (peers, PEERS_SCHEMA, "peers"),
            (confounders, CONFOUNDERS_SCHEMA, "confounders"),
        )
    ]
    prices = read_bars(conform(bars, BARS_SCHEMA, "bars"))
    located = locate(prices, events, tables[0], tables[1], tables[2], config)
    return Results(events, tuple(groups), estimate(located, config), config)
