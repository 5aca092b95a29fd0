"""Where each row of a study stands: its series, its day 0, its benchmark, what else moved it.

Belongs here: laying bars on calendars, day 0 of each row, the choice among declared benchmarks,
leave-one-out baskets, confounders on sessions, and why a row has no place.
Does not belong here: returns around day 0, models, tests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.derived.event_study.calendars import (
    CALENDARS,
    Sessions,
    public_instants,
    sessions_of,
)
from pipelines.derived.event_study.config import (
    DROPPED_KINDS,
    FOUND_CONFOUNDERS_SCHEMA,
    MARKET_KINDS,
    NOT_ESTIMABLE_REASONS,
    StudyConfig,
)
from pipelines.derived.event_study.event_days import (
    EventDays,
    find_event_days,
    values_by_day,
)
from pipelines.derived.event_study.panel import Bars, Floats, Panel, SeriesKey, build_panel

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reasons = NDArray[np.int8]
"""0 where nothing is in the way, else 1 + the position in NOT_ESTIMABLE_REASONS."""

NOWHERE = ""
"""Calendar of rows whose exchange is unknown: it has no sessions."""


@dataclass(frozen=True)
class Market:
    """Returns that stand for the market of each observation.

    `series` points into `starts`, -1 without one; `reason` says why there is none.
    """

    returns: Floats
    starts: Whole
    series: Whole
    ids: list[str | None]
    kinds: list[str | None]
    reason: Reasons

    def gather(self, rows: Whole, first: Whole, count: int) -> Floats:
        """`count` sessions from position `first`, NaN for observations without a market."""
        series = self.series[rows]
        windows = np.lib.stride_tricks.sliding_window_view(self.returns, count)
        gathered = windows[np.where(series >= 0, self.starts[series] + first, 0)]
        if (series < 0).any():
            gathered[series < 0] = np.nan
        return np.asarray(gathered)


@dataclass(frozen=True)
class Observations:
    """A security on an event day, one element each; those of one event day stand together.

    `limited_from` is the session from which the daily limit holds, 0 where it always did.
    """

    series: Whole
    day0: Whole
    event_day: Whole
    is_default: Flags
    limit_pct: Floats
    limited_from: Whole
    reason: Reasons


@dataclass(frozen=True)
class Confounders:
    """Counts of confounders before each session of the panel, and those of each series."""

    own_before: Whole
    market_before: Whole
    dropped: Flags
    of_series: dict[int, list[tuple[int, str]]]
    found: pa.Table


@dataclass(frozen=True)
class Located:
    """A study before anything is estimated."""

    panel: Panel
    sessions: dict[str, Sessions]
    days: EventDays
    observations: Observations
    of_row: Whole
    row_reason: Reasons
    day0_on: NDArray[np.datetime64]
    basis: list[str | None]
    index: Market
    peers: Market
    confounders: Confounders


def locate(
    bars: Bars,
    events: pa.Table,
    benchmarks: pa.Table,
    peers: pa.Table,
    confounders: pa.Table,
    config: StudyConfig,
) -> Located:
    """Find everything that the estimates rest on."""
    instants, basis, said = public_instants(
        events.column("first_public_at").to_pylist(),
        events.column("first_public_on").to_pylist(),
        events.column("first_public_zone").to_pylist(),
        events.column("first_public_session").to_pylist(),
    )
    calendars = [CALENDARS.get(mic or "", NOWHERE) for mic in events.column("mic").to_pylist()]
    is_default = events.column("is_default").to_numpy(zero_copy_only=False)
    keys = list(zip(events.column("security_id").to_pylist(), calendars, strict=True))
    candidates = {role: _candidates(benchmarks, role) for role in ("market", "sector")}
    wanted = dict.fromkeys(keys)
    for security, calendar in list(wanted):
        for declared in candidates.values():
            for name, _ in declared.get(security, ()):
                wanted.setdefault((name, calendar))
    members = _members(peers)
    for calendar, shares in members.items():
        if any(key[1] == calendar for key in wanted):
            for name, _ in shares:
                wanted.setdefault((name, calendar))
    sessions = _sessions(bars, instants, {calendar for _, calendar in wanted})
    panel = build_panel(
        bars,
        list(wanted),
        {name: held.days for name, held in sessions.items()},
        config.span[1] - config.estimation_start + 2,
    )

    series = np.array([panel.order[key] for key in keys], dtype=np.int64)
    day0 = np.full(len(keys), -1, dtype=np.int64)
    day0_on = np.full(len(keys), "NaT", dtype="datetime64[D]")
    calendar_of_row = np.array(calendars, dtype=np.object_)
    for calendar, held in sessions.items():
        at = np.flatnonzero(calendar_of_row == calendar)
        day0[at] = held.first_closing_after(instants[at])
        known = at[day0[at] >= 0]
        day0_on[known] = held.days[day0[known]]
    reason = np.array([0 if name is None else code(name) for name in said], dtype=np.int8)
    reason = first_of(reason, "unknown_exchange", calendar_of_row == NOWHERE)
    reason = first_of(reason, "outside_exchange_calendar", day0 < 0)

    days = find_event_days(
        calendar_of_row, day0_on, _objects(events, "event_id"), _objects(events, "direction"),
        is_default,
    )  # fmt: skip
    limits = np.array(events.column("daily_limit_pct").to_numpy(), dtype=np.float64)
    limited_from = _limited_from(
        limits, events.column("listed_on").to_pylist(), sessions, calendars, config
    )
    observations, of_row = _observations(
        panel, days, series, day0, is_default, limits, limited_from, config
    )
    order = list(wanted)
    market = _index(panel, observations, order, candidates["market"], config)
    sector = _index(panel, observations, order, candidates["sector"], config)
    baskets = _baskets(panel, observations, days, events, members, order, config)
    return Located(
        panel,
        sessions,
        days,
        observations,
        of_row,
        reason,
        day0_on,
        basis,
        market,
        _sector_or_basket(sector, baskets),
        _confounders(panel, sessions, confounders),
    )


def code(name: str) -> np.int8:
    return np.int8(1 + NOT_ESTIMABLE_REASONS.index(name))


def first_of(reasons: Reasons, name: str, applies: Flags) -> Reasons:
    """`name` where it applies and no earlier reason does."""
    return np.where((reasons == 0) & applies, code(name), reasons)


def _objects(table: pa.Table, name: str) -> NDArray[np.object_]:
    found: NDArray[np.object_] = table.column(name).to_numpy(zero_copy_only=False).astype(object)
    return found


def _limited_from(
    limits: Floats,
    listed_on: list[dt.date | None],
    sessions: dict[str, Sessions],
    calendars: list[str],
    config: StudyConfig,
) -> Whole:
    """Of each row the session from which its limit holds, 0 without a known first session."""
    found = np.zeros(len(limits), dtype=np.int64)
    for row, day in enumerate(listed_on):
        days = sessions[calendars[row]].days
        if day is not None and np.isfinite(limits[row]) and len(days) and days[0] <= day:
            found[row] = int(np.searchsorted(days, np.datetime64(day))) + config.unlimited_sessions
    return found


def _sessions(
    bars: Bars, instants: NDArray[np.datetime64], calendars: set[str]
) -> dict[str, Sessions]:
    found = {NOWHERE: Sessions(np.empty(0, "datetime64[D]"), np.empty(0, "datetime64[us]"))}
    days = np.concatenate([bars.days, instants.astype("datetime64[D]")])
    days = days[~np.isnat(days)]
    first, last = (_date(days.min()), _date(days.max())) if len(days) else (None, None)
    for calendar in sorted(calendars - {NOWHERE}):
        held = sessions_of(calendar, first, last) if first and last else None
        found[calendar] = held or found[NOWHERE]
    return found


def _date(day: np.datetime64) -> dt.date:
    """As a date; days that no calendar reaches are brought within the years that dates know."""
    bounded = min(max(day, np.datetime64("1900-01-01")), np.datetime64("2100-12-31"))
    return dt.date.fromisoformat(str(bounded))


def _observations(
    panel: Panel,
    days: EventDays,
    series: Whole,
    day0: Whole,
    is_default: Flags,
    limits: Floats,
    limited_from: Whole,
    config: StudyConfig,
) -> tuple[Observations, Whole]:
    """One observation a series and event day, and the observation of each row (-1 without)."""
    placed = np.flatnonzero(days.of_row >= 0)
    keys = np.column_stack([days.of_row[placed], series[placed]])
    unique, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.ravel()
    of_row = np.full(len(series), -1, dtype=np.int64)
    of_row[placed] = inverse
    rows = placed[first]
    own, at = unique[:, 1] if len(unique) else series[:0], day0[rows]
    default = np.zeros(len(rows), dtype=np.bool_)
    default[inverse[is_default[placed]]] = True
    reason = np.zeros(len(rows), dtype=np.int8)
    if len(rows):
        reason = _absence(panel, own, at, config)
    return (
        Observations(own, at, unique[:, 0], default, limits[rows], limited_from[rows], reason),
        of_row,
    )


def _absence(panel: Panel, series: Whole, day0: Whole, config: StudyConfig) -> Reasons:
    """Why a series has no bar on day 0."""
    start, first, last = panel.start[series], panel.first_bar[series], panel.last_bar[series]
    missing = ~panel.has_bar[start + day0]
    traded_before = np.concatenate([[0], np.cumsum(panel.has_bar, dtype=np.int64)])
    run = np.zeros(len(series), dtype=np.int64)
    for row in np.flatnonzero(missing & (last >= 0) & (day0 > first) & (day0 < last)).tolist():
        flat = start[row] + day0[row]
        before = np.searchsorted(traded_before, traded_before[flat], side="left")
        after = np.searchsorted(traded_before, traded_before[flat], side="right")
        run[row] = after - before
    reason = np.zeros(len(series), dtype=np.int8)
    for name, applies in (
        ("no_bars", last < 0),
        ("before_first_bar", missing & (day0 < first)),
        ("after_last_bar", missing & (day0 > last)),
        ("suspended", missing & (run >= config.suspension_sessions)),
        ("no_bar_on_day0", missing),
    ):
        reason = first_of(reason, name, applies)
    return reason


def _candidates(benchmarks: pa.Table, role: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    own = benchmarks.filter(pc.equal(benchmarks["benchmark_role"], role))
    for row in own.sort_by([("security_id", "ascending"), ("priority", "ascending")]).to_pylist():
        found.setdefault(row["security_id"], []).append(
            (row["benchmark_security_id"], row["benchmark_kind"])
        )
    return found


def _index(
    panel: Panel,
    observations: Observations,
    order: Sequence[SeriesKey],
    candidates: dict[str, list[tuple[str, str]]],
    config: StudyConfig,
) -> Market:
    """The first declared benchmark with returns on enough of the sessions a reaction uses."""
    longest = max((len(found) for found in candidates.values()), default=0)
    table = np.full((len(order), longest + 1), -1, dtype=np.int64)
    kinds: dict[tuple[int, int], str] = {}
    for number, (security, calendar) in enumerate(order):
        for priority, (name, kind) in enumerate(candidates.get(security, ())):
            if (name, calendar) in panel.order:
                table[number, priority] = panel.order[name, calendar]
                kinds[number, priority] = kind
    seen_before = np.concatenate([[0], np.cumsum(np.isfinite(panel.returns), dtype=np.int64)])
    series, day0 = observations.series, observations.day0
    first = np.maximum(day0 + config.estimation_start, panel.first_bar[series])
    last = np.minimum(day0 + config.span[1], panel.last_bar[series])
    sessions = np.maximum(last - first + 1, 1)
    chosen = np.full(len(series), -1, dtype=np.int64)
    rank = np.zeros(len(series), dtype=np.int64)
    has_bars = np.zeros(len(series), dtype=np.bool_)
    for priority in range(longest):
        one = table[series, priority]
        start = panel.start[one]
        counted = seen_before[start + np.maximum(last, first) + 1] - seen_before[start + first]
        declared = one >= 0
        enough = declared & (counted >= config.benchmark_coverage * sessions)
        taken = enough & (chosen < 0)
        chosen[taken], rank[taken] = one[taken], priority
        has_bars |= declared & (panel.last_bar[one] >= 0)
    reason = np.zeros(len(series), dtype=np.int8)
    missing = chosen < 0
    reason = first_of(reason, "no_benchmark", missing & (table[series, 0] < 0))
    reason = first_of(reason, "no_benchmark_bars", missing & ~has_bars)
    reason = first_of(reason, "benchmark_incomplete", missing)
    ids = [order[one][0] if one >= 0 else None for one in chosen.tolist()]
    named = [
        kinds[own, place] if one >= 0 else None
        for own, place, one in zip(series.tolist(), rank.tolist(), chosen.tolist(), strict=True)
    ]
    return Market(panel.returns, panel.start, chosen, ids, named, reason)


def _members(peers: pa.Table) -> dict[str, list[tuple[str, str | None]]]:
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in peers.sort_by("security_id").to_pylist():
        calendar = CALENDARS.get(row["mic"], NOWHERE)
        found.setdefault(calendar, []).append((row["security_id"], row["issuer_id"]))
    found.pop(NOWHERE, None)
    return found


def _baskets(
    panel: Panel,
    observations: Observations,
    days: EventDays,
    events: pa.Table,
    members: dict[str, list[tuple[str, str | None]]],
    order: Sequence[SeriesKey],
    config: StudyConfig,
) -> Market:
    """The equal-weight basket of the other shares: without the own issuer and the event's own."""
    of_security = {name: issuer for shares in members.values() for name, issuer in shares}
    is_default = events.column("is_default").to_numpy(zero_copy_only=False)
    placed = np.flatnonzero(days.of_row >= 0)
    placed = placed[is_default[placed] | ~days.is_default[days.of_row[placed]]]
    concerned = values_by_day(
        days.of_row[placed], _objects(events, "issuer_id")[placed], len(days.ids)
    )
    numbers: dict[tuple[str, frozenset[str], str], int] = {}
    series = np.full(len(observations.series), -1, dtype=np.int64)
    for place, (own_series, day) in enumerate(
        zip(observations.series.tolist(), observations.event_day.tolist(), strict=True)
    ):
        security, calendar = order[own_series]
        shares = members.get(calendar)
        if not shares:
            continue
        left_out = set(concerned[day])
        if own_issuer := of_security.get(security):
            left_out.add(own_issuer)
        alone = "" if of_security.get(security) or security not in of_security else security
        key = (calendar, frozenset(left_out), alone)
        series[place] = numbers.setdefault(key, len(numbers))
    parts = []
    for calendar, left_out_issuers, alone in numbers:
        kept = [
            name
            for name, issuer in members[calendar]
            if issuer not in left_out_issuers and name != alone
        ]
        parts.append(_equal_weight(panel, kept, calendar, config.smallest_basket))
    starts = np.zeros(len(parts), dtype=np.int64)
    if parts:
        lengths = np.array([len(part) for part in parts], dtype=np.int64)
        starts = panel.margin + np.cumsum(lengths + panel.margin) - (lengths + panel.margin)
    returns = panel.flat(parts or [np.empty(0)], np.nan, np.float64)
    if not parts:
        starts = np.zeros(1, dtype=np.int64)
    reason = first_of(np.zeros(len(series), np.int8), "too_few_peers", series < 0)
    named: list[str | None] = ["peer_basket" if one >= 0 else None for one in series.tolist()]
    return Market(returns, starts, series, [None] * len(series), named, reason)


def _sector_or_basket(sector: Market, baskets: Market) -> Market:
    """The declared sector of a security where it has one, else its basket."""
    has_sector = sector.reason != code("no_benchmark")
    after = len(sector.starts)
    return Market(
        np.concatenate([sector.returns, baskets.returns]),
        np.concatenate([sector.starts, baskets.starts + len(sector.returns)]),
        np.where(
            has_sector,
            sector.series,
            np.where(baskets.series >= 0, baskets.series + after, -1),
        ),
        [
            own if chosen else None
            for own, chosen in zip(sector.ids, has_sector.tolist(), strict=True)
        ],
        [
            own if chosen else basket
            for own, basket, chosen in zip(
                sector.kinds, baskets.kinds, has_sector.tolist(), strict=True
            )
        ],
        np.where(has_sector, sector.reason, baskets.reason),
    )


def _equal_weight(panel: Panel, shares: list[str], calendar: str, smallest: int) -> Floats:
    numbers = [panel.order[name, calendar] for name in shares if (name, calendar) in panel.order]
    if not numbers:
        length = max(
            (int(panel.length[place]) for key, place in panel.order.items() if key[1] == calendar),
            default=0,
        )
        return np.full(length, np.nan)
    returns = np.vstack(
        [panel.returns[panel.start[one] : panel.start[one] + panel.length[one]] for one in numbers]
    )
    count = np.count_nonzero(np.isfinite(returns), axis=0)
    with np.errstate(invalid="ignore"):
        mean = np.nansum(returns, axis=0) / np.maximum(count, 1)
    return np.where(count >= smallest, mean, np.nan)


def _confounders(panel: Panel, sessions: dict[str, Sessions], confounders: pa.Table) -> Confounders:
    own = np.zeros(len(panel.close), dtype=np.int64)
    market = np.zeros_like(own)
    dropped = np.zeros(len(panel.close), dtype=np.bool_)
    of_series: dict[int, list[tuple[int, str]]] = {}
    days: list[dt.date | None] = []
    rows = confounders.to_pylist()
    for row in rows:
        calendar = CALENDARS.get(row["mic"], NOWHERE)
        held = sessions.get(calendar) or _own_sessions(row, calendar)
        place = _session(held, row)
        days.append(held.days[place].astype(dt.date) if place >= 0 else None)
        number = panel.order.get((row["security_id"], calendar))
        if number is None or place < 0:
            continue
        flat = int(panel.start[number]) + place
        (market if row["kind"] in MARKET_KINDS else own)[flat] += 1
        dropped[flat] |= row["kind"] in DROPPED_KINDS
        of_series.setdefault(number, []).append((place, row["kind"]))
    found = pa.table(
        [
            confounders.column("confounder_id"),
            confounders.column("security_id"),
            confounders.column("kind"),
            pa.array(days, pa.date32()),
            confounders.column("public_at"),
        ],
        schema=FOUND_CONFOUNDERS_SCHEMA,
    )
    return Confounders(_before(own), _before(market), dropped, of_series, found)


def _before(counts: Whole) -> Whole:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _own_sessions(row: dict[str, Any], calendar: str) -> Sessions:
    """The sessions around a confounder of a calendar that no event is on."""
    moment = row["public_at"]
    day = row["session_on"] or (moment.date() if moment else None)
    held = sessions_of(calendar, day, day) if calendar and day else None
    return held or Sessions(np.empty(0, "datetime64[D]"), np.empty(0, "datetime64[us]"))


def _session(held: Sessions, row: dict[str, Any]) -> int:
    """Position of the session a confounder fell on; -1 where the calendar does not reach."""
    if row["session_on"] is not None:
        day = np.datetime64(row["session_on"])
        place = int(np.searchsorted(held.days, day))
        return place if place < len(held.days) and day >= held.days[0] else -1
    if row["public_at"] is None:
        return -1
    instant = np.datetime64(row["public_at"].replace(tzinfo=None), "us")
    return int(held.first_closing_after(np.array([instant]))[0])
