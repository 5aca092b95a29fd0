"""The table of reactions: one row an event row, model and window.

Belongs here: how figures of observations become rows of events, in parts.
Does not belong here: the figures, groups, paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.derived.event_study.config import (
    MARKET_KINDS,
    MODELS,
    NOT_ESTIMABLE_REASONS,
    PRICE_MODELS,
    REACTIONS_SCHEMA,
    Window,
)
from pipelines.derived.event_study.results import Results, Whole

ROWS_AT_ONCE = 200_000
"""Event rows that are written out as one table."""


def reaction_parts(results: Results) -> Iterator[pa.Table]:
    """The table of reactions in parts, in order."""
    count = results.events.num_rows
    for begin in range(0, count, ROWS_AT_ONCE) or (0,):
        yield _reactions(results, np.arange(begin, min(begin + ROWS_AT_ONCE, count)))


def _combinations(results: Results) -> list[tuple[str, Window]]:
    config = results.config
    found = [
        (name, window)
        for name in MODELS
        if name in config.models
        for window in (config.intraday_windows if name.startswith("intraday") else config.windows)
    ]
    return sorted(found)


def _reactions(results: Results, rows: Whole) -> pa.Table:
    located, combinations = results.located, _combinations(results)
    width = len(combinations)
    repeated = np.repeat(np.arange(len(rows)), width)
    events = results.events.take(pa.array(rows))
    observation = located.of_row[rows]
    day = located.days.of_row[rows]
    columns: dict[str, Any] = {
        name: events.column(name).take(pa.array(repeated))
        for name in ("event_id", "security_id", "day0_kind", "is_default")
    }
    columns["event_day_id"] = pa.array(results.day_ids[day], pa.string(), mask=day < 0).take(
        pa.array(repeated)
    )
    columns["day0_on"] = pa.array(located.day0_on[rows], pa.date32()).take(pa.array(repeated))
    columns["day0_basis"] = pa.array(
        [located.basis[row] for row in rows.tolist()], pa.string()
    ).take(pa.array(repeated))
    names = [name for name, _ in combinations]
    columns["model"] = pa.array(names, pa.string()).take(
        pa.array(np.tile(np.arange(width), len(rows)))
    )
    for place, name in enumerate(("window_start", "window_end")):
        columns[name] = pa.array(
            np.tile([window[place] for _, window in combinations], len(rows)), pa.int32()
        )
    parts = [
        _figures(results, model, window, np.maximum(observation, 0), events)
        for model, window in combinations
    ]
    placed = observation >= 0
    row_reason = located.row_reason[rows]
    reason = np.column_stack(
        [np.where(placed & (row_reason == 0), part["reason"], row_reason) for part in parts]
    ).ravel()
    estimable = reason == 0
    columns["not_estimable_reason"] = _names(reason)
    columns["is_censored"] = np.column_stack([part["is_censored"] for part in parts]).ravel()
    columns["is_clean"] = np.column_stack([part["is_clean"] for part in parts]).ravel()
    columns["is_censored"] &= estimable
    columns["is_clean"] &= estimable
    short = reason == 1 + NOT_ESTIMABLE_REASONS.index("short_estimation_window")
    for field in REACTIONS_SCHEMA:
        if field.name in columns:
            continue
        if pa.types.is_string(field.type):
            text = np.column_stack(
                [part.get(field.name, _blank(len(rows))) for part in parts]
            ).ravel()
            columns[field.name] = pa.array(text, pa.string())
            continue
        values = np.column_stack(
            [part.get(field.name, np.full(len(rows), np.nan)) for part in parts]
        ).ravel()
        shown = estimable | short if field.name.startswith("estimation_") else estimable
        hidden = ~shown | np.isnan(values)
        columns[field.name] = pa.array(values, mask=hidden).cast(field.type)
    return pa.table([columns[name] for name in REACTIONS_SCHEMA.names], schema=REACTIONS_SCHEMA)


def _figures(
    results: Results, model: str, window: Window, at: Whole, events: pa.Table
) -> dict[str, NDArray[Any]]:
    """The columns of one model and window for the observations `at`; fractions in percent."""
    estimated, located = results.estimated, results.located
    windows = results.config.windows
    shared = windows.index(window) if window in windows else None
    default = events.column("is_default").to_numpy(zero_copy_only=False)
    if not len(located.observations.series):
        return {
            "reason": np.zeros(len(at), np.int8),
            "is_censored": np.zeros(len(at), np.bool_),
            "is_clean": np.zeros(len(at), np.bool_),
        }
    found: dict[str, NDArray[Any]] = {}
    if shared is not None:
        found["confounders"] = _told(results, window)[at]
        over = estimated.overlaps[at, shared]
        earlier: Whole = located.observations.event_day[over]
        names = results.day_ids[earlier]
        names[over < 0] = None
        found["overlaps_event_day_id"] = names
    if model in PRICE_MODELS:
        moves = estimated.prices[model]
        column = moves.windows.index(window)
        censored = moves.is_censored[:, column]
        found |= {
            "reason": moves.reason[at, column],
            "return_pct": 100.0 * moves.returns[at, column],
        }
    else:
        column = windows.index(window)
        fitted = estimated.models[model]
        censored = estimated.prices["raw_return"].is_censored[:, column]
        cumulative = fitted.cumulative[at, column]
        total = fitted.return_sum[at, column]
        found |= {
            "reason": fitted.reason[at, column],
            "return_pct": 100.0 * total,
            "expected_return_pct": 100.0 * (total - cumulative),
            "abnormal_return_pct": 100.0 * cumulative,
            "alpha": 100.0 * fitted.alpha[at],
            "beta": fitted.beta[at],
            "residual_std_pct": 100.0 * fitted.residual_std[at],
            "estimation_sessions": fitted.observations[at].astype(np.float64),
            "estimation_sessions_dropped": estimated.dropped[at].astype(np.float64),
            "t_statistic": fitted.standardized[at, column],
            "p_value": fitted.p_value[at, column],
            "p_quantile": fitted.p_quantile[at, column],
            "q_value": np.where(default, results.q_values[model][at, column], np.nan),
        }
        market = located.peers if model == "peer_adjusted" else located.index
        if model != "mean_adjusted":
            found["benchmark_kind"] = np.array(market.kinds, dtype=np.object_)[at]
            found["benchmark_security_id"] = np.array(market.ids, dtype=np.object_)[at]
    found["is_censored"] = censored[at]
    found["is_clean"] = results.is_clean(shared, censored)[at] & default
    return found


def _told(results: Results, window: Window) -> NDArray[np.object_]:
    """The confounders that disturb a window of each observation, in words of the schema."""
    located = results.located
    told = _blank(len(located.observations.series))
    confounders = located.confounders
    if not confounders.of_series:
        return told
    column = results.config.windows.index(window)
    first, last = min(window[0], -1), max(window[1], 1)
    disturbed = np.flatnonzero(~results.estimated.is_undisturbed[:, column])
    sessions = {
        number: located.sessions[calendar].days
        for (_, calendar), number in located.panel.order.items()
    }
    for at in disturbed.tolist():
        series = int(located.observations.series[at])
        day0 = int(located.observations.day0[at])
        own = {
            f"{kind} {sessions[series][place]}"
            for place, kind in confounders.of_series.get(series, ())
            if _disturbs(kind, place - day0, window, (first, last))
        }
        told[at] = "; ".join(sorted(own)) or None
    return told


def _disturbs(kind: str, offset: int, window: Window, around: Window) -> bool:
    first, last = window if kind in MARKET_KINDS else around
    return first <= offset <= last


def _blank(count: int) -> NDArray[np.object_]:
    return np.full(count, None, dtype=np.object_)


def _names(reason: NDArray[np.int8]) -> pa.Array:
    positions = pa.array(reason.astype(np.int32) - 1, pa.int32(), mask=reason == 0)
    return pa.array(NOT_ESTIMABLE_REASONS).take(positions)
