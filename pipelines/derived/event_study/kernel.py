"""From bars and events to reactions: the one event-study kernel.

Belongs here: the order of the steps, the reason a reaction cannot be estimated, the result table.
Does not belong here: calendars, least squares, price look-ups (their modules); any file access.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipelines.derived.event_study.calendars import Sessions, public_instants, sessions_of
from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    EVENTS_SCHEMA,
    NOT_ESTIMABLE_REASONS,
    REACTIONS_SCHEMA,
    StudyConfig,
    Window,
)
from pipelines.derived.event_study.ols import Fit, cumulative_significance, fit_market_model
from pipelines.derived.event_study.panel import (
    Bars,
    Floats,
    Panel,
    Positions,
    build_panel,
    conform,
    read_bars,
    refuse_duplicates,
)
from pipelines.warehouse import Build

PAIRS_AT_ONCE = 8192
"""Pairs whose estimation windows are in memory together: about 15 MB for each array of them."""

Flags = NDArray[np.bool_]
Reasons = NDArray[np.int8]
"""0 where nothing is in the way, else 1 + the position in NOT_ESTIMABLE_REASONS."""


@dataclass(frozen=True)
class _Pairs:
    """One element an event row: what is known before any window is looked at."""

    series: Positions
    day0: Positions
    limit_pct: Floats
    benchmark_reason: Reasons
    reason: Reasons


def react(bars: pa.Table, events: pa.Table, config: StudyConfig | None = None) -> pa.Table:
    """How each security moved around each event.

    Args:
        bars: BARS_SCHEMA, one row a security (benchmarks included) and session, split-adjusted, in
            the currency of the listing; any row order.
        events: EVENTS_SCHEMA, one row an event and security; any row order.
        config: windows and thresholds; the declared defaults when left out.

    Returns:
        REACTIONS_SCHEMA, sorted by event_id, security_id, model, window: for every event row one
        row a model and window. `*_pct` and alpha (for one session) are percent, not rounded.
        raw_return compounds from the close before the window to its last close; the intraday
        models go from that close to the lowest low or highest high of the window; market_model
        sums simple returns, so that return = expected + abnormal. t_statistic and p_value are null
        where the model fits without residual. Where something is missing the figures are null and
        not_estimable_reason is the first of NOT_ESTIMABLE_REASONS that applies.

    Day 0 is the first session of the security's exchange that closes after the news was public.
    A return needs the closes of two neighboring sessions: none reaches over a gap.

    Raises:
        StudyInputError: a column is missing or of another type, a key stands twice, a time zone
            or part of the day does not exist.
    """
    config = config or StudyConfig()
    bars = conform(bars, BARS_SCHEMA, "bars")
    events = conform(events, EVENTS_SCHEMA, "events")
    refuse_duplicates(events, ("event_id", "security_id"), "events")
    prices = read_bars(bars)
    instants, bases, reasons = public_instants(
        events.column("first_public_at").to_pylist(),
        events.column("first_public_on").to_pylist(),
        events.column("first_public_zone").to_pylist(),
        events.column("first_public_session").to_pylist(),
    )
    panel, pairs, day0_on = _locate(prices, events, instants, reasons)
    fit = _fit(panel, pairs, config)
    columns = {
        "event_id": events.column("event_id"),
        "security_id": events.column("security_id"),
        "benchmark_security_id": events.column("benchmark_security_id"),
        "day0_on": pa.array(day0_on, pa.date32()),
        "day0_basis": pa.array(bases, pa.string()),
    }
    tables = [
        _table(columns, model, window, figures)
        for model, window, figures in _windows(panel, pairs, fit, config)
    ]
    return (
        pa.concat_tables(tables)
        .sort_by(
            [
                (name, "ascending")
                for name in ("event_id", "security_id", "model", "window_start", "window_end")
            ]
        )
        .combine_chunks()
    )


def _locate(
    bars: Bars, events: pa.Table, instants: NDArray[np.datetime64], reasons: list[str | None]
) -> tuple[Panel, _Pairs, NDArray[np.datetime64]]:
    """Find the series and day 0 of every event row."""
    mics = events.column("mic").to_pylist()
    securities = events.column("security_id").to_pylist()
    benchmarks = [name or None for name in events.column("benchmark_security_id").to_pylist()]
    calendars = _calendars(bars, instants, sorted({mic for mic in mics if mic}))

    keys = list(zip(securities, benchmarks, mics, strict=True))
    order = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    nowhere = np.empty(0, "datetime64[D]")
    panel = build_panel(
        bars,
        [
            (security, benchmark, calendars[mic].days if mic in calendars else nowhere)
            for security, benchmark, mic in order
        ],
    )
    series = np.array([order[key] for key in keys], dtype=np.int64)

    day0 = np.full(len(keys), -1, dtype=np.int64)
    day0_on = np.full(len(keys), "NaT", dtype="datetime64[D]")
    mic_of_row = np.array([mic or "" for mic in mics], dtype=np.object_)
    for mic, sessions in calendars.items():
        at = np.flatnonzero(mic_of_row == mic)
        day0[at] = sessions.first_closing_after(instants[at])
        found = at[day0[at] >= 0]
        day0_on[found] = sessions.days[day0[found]]

    known = np.isin(mic_of_row, list(calendars))
    has_bars = panel.last_bar[series] >= 0
    on_day0 = panel.has_bar[panel.start[series] + np.maximum(day0, 0)]
    reason = np.array([0 if name is None else _code(name) for name in reasons], dtype=np.int8)
    for name, applies in (
        ("unknown_exchange", ~known),
        ("outside_exchange_calendar", day0 < 0),
        ("no_bars", ~has_bars),
        ("no_bar_on_day0", ~on_day0),
    ):
        reason = _first(reason, name, applies)

    without = np.array([name is None for name in benchmarks], dtype=np.bool_)
    unpriced = np.array([name not in bars.rows for name in benchmarks], dtype=np.bool_)
    benchmark_reason = _first(np.zeros(len(keys), np.int8), "no_benchmark", without)
    benchmark_reason = _first(benchmark_reason, "no_benchmark_bars", unpriced)

    limit = np.array(events.column("daily_limit_pct").to_numpy(), dtype=np.float64)
    return panel, _Pairs(series, day0, limit, benchmark_reason, reason), day0_on


def _calendars(
    bars: Bars, instants: NDArray[np.datetime64], mics: list[str]
) -> dict[str, Sessions]:
    days = np.concatenate([bars.days, instants.astype("datetime64[D]")])
    days = days[~np.isnat(days)]
    if not len(days):
        return {}
    first, last = _date(days.min()), _date(days.max())
    found = {mic: sessions_of(mic, first, last) for mic in mics}
    return {mic: sessions for mic, sessions in found.items() if sessions is not None}


def _date(day: np.datetime64) -> dt.date:
    """As a date; days that no calendar reaches are brought within the years that dates know."""
    bounded = min(max(day, np.datetime64("1900-01-01")), np.datetime64("2100-12-31"))
    return dt.date.fromisoformat(str(bounded))


def _first(reasons: Reasons, name: str, applies: Flags) -> Reasons:
    """`name` where it applies and no earlier reason does."""
    return np.where((reasons == 0) & applies, _code(name), reasons)


def _code(name: str) -> np.int8:
    return np.int8(1 + NOT_ESTIMABLE_REASONS.index(name))


def _fit(panel: Panel, pairs: _Pairs, config: StudyConfig) -> Fit:
    """The market model of every pair; pairs without a day 0 or benchmark get no observations."""
    count = len(pairs.series)
    usable = (pairs.reason == 0) & (pairs.benchmark_reason == 0)
    nothing = np.full(count, np.nan)
    observations = np.zeros(count, dtype=np.int64)
    figures = [nothing.copy() for _ in range(5)]
    at = np.flatnonzero(usable)
    for begin in range(0, len(at), PAIRS_AT_ONCE):
        some = at[begin : begin + PAIRS_AT_ONCE]
        fit = fit_market_model(
            *panel.estimation(
                pairs.series[some], pairs.day0[some], config.estimation_start, config.estimation_end
            )
        )
        observations[some] = fit.observations
        for whole, part in zip(
            figures,
            (
                fit.alpha,
                fit.beta,
                fit.residual_std,
                fit.benchmark_mean,
                fit.benchmark_variation,
            ),
            strict=True,
        ):
            whole[some] = part
    return Fit(observations, *figures)


@dataclass(frozen=True)
class _Figures:
    reason: Reasons
    is_censored: Flags
    values: dict[str, NDArray[Any]]


def _windows(
    panel: Panel, pairs: _Pairs, fit: Fit, config: StudyConfig
) -> Iterator[tuple[str, Window, _Figures]]:
    limit = (pairs.limit_pct - config.limit_tolerance_pct) / 100.0
    for window in config.windows:
        moves = _Moves(panel, pairs, window, limit)
        yield "raw_return", window, moves.raw_return()
        yield "market_model", window, moves.market_model(fit, config.minimum_observations)
    for window in config.intraday_windows:
        moves = _Moves(panel, pairs, window, limit)
        yield "intraday_low", window, moves.intraday(panel.low, np.min, "missing_low")
        yield "intraday_high", window, moves.intraday(panel.high, np.max, "missing_high")


class _Moves:
    """What happened in one window, for every pair."""

    def __init__(self, panel: Panel, pairs: _Pairs, window: Window, limit: Floats) -> None:
        self._panel, self._pairs, self._limit = panel, pairs, limit
        self._first = pairs.day0 + window[0]
        self._sessions = window[1] - window[0] + 1
        self._returns = self._gather(panel.security_return)
        self._closes = self._gather(panel.close)
        self._prior = self._gather(panel.close, first=self._first - 1, count=1)[:, 0]
        after = pairs.day0 + window[1] > panel.last_bar[pairs.series]
        reason = _first(pairs.reason, "window_after_last_bar", after)
        self._reason = _first(reason, "missing_prior_close", np.isnan(self._prior))

    def _gather(
        self, values: Floats, first: Positions | None = None, count: int | None = None
    ) -> Floats:
        return self._panel.gather(
            values,
            self._pairs.series,
            self._first if first is None else first,
            count or self._sessions,
        )

    def _censored(self, reason: Reasons, *moves: Floats) -> Flags:
        daily = np.column_stack([self._returns, *moves])
        reached = np.abs(np.where(np.isnan(daily), 0.0, daily)) >= self._limit[:, None]
        censored: Flags = np.any(reached, axis=1) & (reason == 0)
        return censored

    def raw_return(self) -> _Figures:
        reason = _first(self._reason, "missing_close", _any_missing(self._closes))
        move = self._closes[:, -1] / self._prior - 1.0
        return _Figures(reason, self._censored(reason), {"return_pct": 100.0 * move})

    def intraday(self, extremes: Floats, extreme: Any, missing: str) -> _Figures:
        found = self._gather(extremes)
        reason = _first(self._reason, missing, _any_missing(found))
        move = extreme(found, axis=1) / self._prior - 1.0
        return _Figures(reason, self._censored(reason, move), {"return_pct": 100.0 * move})

    def market_model(self, fit: Fit, minimum: int) -> _Figures:
        benchmark = self._gather(self._panel.benchmark_return)
        reason = _first(self._reason, "missing_close", _any_missing(self._closes))
        reason = np.where(reason == 0, self._pairs.benchmark_reason, reason)
        for name, applies in (
            ("missing_benchmark_close", _any_missing(benchmark)),
            ("short_estimation_window", fit.observations < minimum),
            ("constant_benchmark", np.isnan(fit.beta)),
        ):
            reason = _first(reason, name, applies)
        market = benchmark.sum(axis=1)
        total = self._returns.sum(axis=1)
        expected = self._sessions * fit.alpha + fit.beta * market
        abnormal = total - expected
        t_statistic, p_value = cumulative_significance(fit, abnormal, market, self._sessions)
        return _Figures(
            reason,
            self._censored(reason),
            {
                "return_pct": 100.0 * total,
                "expected_return_pct": 100.0 * expected,
                "abnormal_return_pct": 100.0 * abnormal,
                "alpha": 100.0 * fit.alpha,
                "beta": fit.beta,
                "residual_std_pct": 100.0 * fit.residual_std,
                "t_statistic": t_statistic,
                "p_value": p_value,
                "estimation_sessions": fit.observations,
            },
        )


def _any_missing(values: Floats) -> Flags:
    return np.asarray(np.isnan(values).any(axis=1), dtype=np.bool_)


def _table(
    columns: dict[str, pa.ChunkedArray], model: str, window: Window, figures: _Figures
) -> pa.Table:
    count = len(figures.reason)
    unknown = figures.reason != 0
    short = figures.reason == _code("short_estimation_window")
    own: dict[str, Any] = {
        "model": pa.repeat(pa.scalar(model), count),
        "window_start": pa.repeat(pa.scalar(window[0], pa.int32()), count),
        "window_end": pa.repeat(pa.scalar(window[1], pa.int32()), count),
        "is_censored": pa.array(figures.is_censored),
        "not_estimable_reason": _names(figures.reason),
    }
    for field in REACTIONS_SCHEMA:
        if field.name in columns or field.name in own:
            continue
        if field.name not in figures.values:
            own[field.name] = pa.nulls(count, field.type)
            continue
        values = figures.values[field.name]
        hidden = unknown & ~short if field.name == "estimation_sessions" else unknown
        own[field.name] = pa.array(values, mask=hidden | np.isnan(values)).cast(field.type)
    every = {**columns, **own}
    return pa.table([every[name] for name in REACTIONS_SCHEMA.names], schema=REACTIONS_SCHEMA)


def _names(reason: Reasons) -> pa.Array:
    positions = pa.array(reason - 1, pa.int32(), mask=reason == 0)
    return pa.array(NOT_ESTIMABLE_REASONS).take(positions)


def study(build: Build) -> None:
    """Run the event study on the build's bars and events."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "file_search_path": str(build.path)
    }
    with duckdb.connect(str(build.work), read_only=True, config=settings) as connection:
        bars = connection.sql("from intermediate.int_market__study_bars").to_arrow_table()
        events = connection.sql("from intermediate.int_market__study_events").to_arrow_table()
    reactions = react(bars, events)
    pq.write_table(reactions, build.derived / "market_reactions.parquet")
