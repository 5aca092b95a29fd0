"""Event days: all news that a calendar's exchanges could first trade on in one session.

Belongs here: which rows share a day, its direction, which windows of one security overlap.
Does not belong here: prices, models, tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.derived.event_study.calendars import calendar_group
from pipelines.derived.event_study.config import EVENT_DAYS_SCHEMA

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class EventDays:
    """The event days, by calendar and day; `of_row` numbers the day of each row, -1 without."""

    ids: list[str]
    calendars: list[str]
    days: NDArray[np.datetime64]
    is_default: Flags
    directions: list[list[str]]
    net_directions: list[str]
    event_ids: list[list[str]]
    of_row: Whole

    def table(self) -> pa.Table:
        return pa.table(
            [
                self.ids,
                [calendar_group(calendar) for calendar in self.calendars],
                pa.array(self.days, pa.date32()),
                self.is_default,
                pa.array([len(events) for events in self.event_ids], pa.int32()),
                self.directions,
                self.net_directions,
                self.event_ids,
            ],
            schema=EVENT_DAYS_SCHEMA,
        )


def find_event_days(
    calendars: NDArray[np.object_],
    day0_on: NDArray[np.datetime64],
    event_ids: NDArray[np.object_],
    directions: NDArray[np.object_],
    is_default: Flags,
) -> EventDays:
    """Group rows with a day 0 by calendar and day.

    Default rows alone say which events and directions a day has; a day without any default row is
    no default day and has those of its other rows.
    """
    known = np.flatnonzero(~np.isnat(day0_on))
    names, codes = np.unique(calendars[known].astype(str), return_inverse=True)
    groups = [calendar_group(name) for name in names.tolist()]
    by_group = np.argsort(groups, kind="stable")
    rank = np.empty(len(names), dtype=np.int64)
    rank[by_group] = np.arange(len(names))
    keys = np.column_stack([rank[codes], day0_on[known].astype(np.int64)])
    unique, inverse = np.unique(keys, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    of_row = np.full(len(day0_on), -1, dtype=np.int64)
    of_row[known] = inverse
    has_default = np.zeros(len(unique), dtype=np.bool_)
    has_default[inverse[is_default[known]]] = True
    chosen = known[is_default[known] | ~has_default[inverse]]
    said = values_by_day(of_row[chosen], directions[chosen], len(unique))
    own = [names[by_group[place]] for place in unique[:, 0].tolist()]
    days = unique[:, 1].astype("datetime64[D]")
    return EventDays(
        ids=[f"{calendar_group(name)}|{day}" for name, day in zip(own, days, strict=True)],
        calendars=[str(name) for name in own],
        days=days,
        is_default=has_default,
        directions=said,
        net_directions=[net_direction(names) for names in said],
        event_ids=values_by_day(of_row[chosen], event_ids[chosen], len(unique)),
        of_row=of_row,
    )


def values_by_day(day: Whole, values: NDArray[np.object_], count: int) -> list[list[str]]:
    """The values of each day, once each and in order; an empty one counts for nothing."""
    found: list[list[str]] = [[] for _ in range(count)]
    filled = np.flatnonzero(values.astype(np.bool_))
    names, codes = np.unique(values[filled].astype(str), return_inverse=True)
    pairs = np.unique(np.column_stack([day[filled], codes.ravel()]), axis=0)
    for number, code in pairs.tolist():
        found[number].append(str(names[code]))
    return found


def net_direction(directions: Sequence[str]) -> str:
    """What the events of a day do together: one direction, or mixed where they disagree."""
    moving = {name for name in directions if name != "neutral"}
    if len(moving) > 1:
        return "mixed"
    return moving.pop() if moving else "neutral"


def overlapping(series: Whole, day0: Whole, counts: Flags, first: int, last: int) -> Whole:
    """For each observation the earlier one of its series that its window overlaps, or -1.

    `first` to `last` is the window in sessions from day 0. Of the observations that count, the
    first of a series is taken, then the next whose window begins after the last taken one ended;
    those between overlap the taken one.
    """
    found = np.full(len(series), -1, dtype=np.int64)
    at = np.flatnonzero(counts)
    if not len(at):
        return found
    at = at[np.lexsort((day0[at], series[at]))]
    heads = np.flatnonzero(np.r_[True, series[at][1:] != series[at][:-1]])
    sizes = np.diff(np.r_[heads, len(at)])
    taken = at[heads]
    for step in range(1, int(sizes.max())):
        longer = np.flatnonzero(sizes > step)
        now = at[heads[longer] + step]
        before = taken[longer]
        overlaps = day0[now] + first <= day0[before] + last
        found[now[overlaps]] = before[overlaps]
        taken[longer[~overlaps]] = now[~overlaps]
    return found
