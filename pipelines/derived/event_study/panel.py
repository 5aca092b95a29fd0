"""Bars laid on the sessions of their exchange, flat for vectorised look-ups.

Belongs here: checking and sorting bars, one stretch of the flat arrays for each security on a
calendar, gathering windows out of them.
Does not belong here: which windows are wanted, any statistic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.derived.event_study.calendars import Days
from pipelines.derived.event_study.config import StudyInputError

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


def conform(table: pa.Table, schema: pa.Schema, what: str) -> pa.Table:
    """The columns of `schema` out of `table`, in its order and types.

    Raises StudyInputError when one is missing, cannot be read as its type, or is null where it
    must not be.
    """
    if missing := [name for name in schema.names if name not in table.column_names]:
        raise StudyInputError(
            f"The {what} lack the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.",
            f"They need {', '.join(schema.names)}.",
        )
    columns = []
    for field in schema:
        column = table.column(field.name)
        try:
            columns.append(column.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise StudyInputError(
                f"The column {field.name} of the {what} is {column.type} and cannot be read as "
                f"{field.type}: {error}.",
                "Correct the type or the value.",
            ) from None
        if not field.nullable and column.null_count:
            raise StudyInputError(
                f"The column {field.name} of the {what} is empty in {column.null_count} rows.",
                "Fill it or leave those rows out.",
            )
    return pa.table(columns, schema=schema)


def refuse_duplicates(table: pa.Table, key: Sequence[str], what: str) -> None:
    """Raise StudyInputError naming the first key that stands more than once."""
    counted = table.group_by(list(key)).aggregate([([], "count_all")])
    repeated = counted.filter(pc.greater(counted["count_all"], 1))
    if repeated.num_rows:
        first = repeated.sort_by([(name, "ascending") for name in key]).slice(0, 1).to_pylist()[0]
        named = ", ".join(f"{name} {first[name]}" for name in key)
        raise StudyInputError(
            f"{repeated.num_rows} keys of the {what} stand more than once, first: {named}.",
            f"Keep one row for each {' and '.join(key)}.",
        )


@dataclass(frozen=True)
class Bars:
    """Bars sorted by security and session; `rows` tells where each security stands."""

    rows: dict[str, slice]
    days: Days
    close: Floats
    low: Floats
    high: Floats


def read_bars(table: pa.Table) -> Bars:
    """Sort bars and turn prices that are no prices (null, NaN, infinite, zero, negative) to NaN.

    `table` has the columns and types of BARS_SCHEMA. Raises StudyInputError when a security has
    two bars on one session.
    """
    refuse_duplicates(table, ("security_id", "session_on"), "bars")
    table = table.sort_by([("security_id", "ascending"), ("session_on", "ascending")])
    table = table.combine_chunks()
    runs = pc.run_end_encode(table.column("security_id").combine_chunks())
    rows: dict[str, slice] = {}
    start = 0
    for security, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        rows[security] = slice(start, end)
        start = end
    return Bars(
        rows,
        table.column("session_on").to_numpy().astype("datetime64[D]"),
        _prices(table.column("close")),
        _prices(table.column("low")),
        _prices(table.column("high")),
    )


def _prices(column: pa.ChunkedArray) -> Floats:
    values = np.array(column.to_numpy(), dtype=np.float64)
    values[~(np.isfinite(values) & (values > 0))] = np.nan
    return values


def _simple_returns(close: Floats) -> Floats:
    returns = np.full(len(close), np.nan)
    with np.errstate(over="ignore"):
        returns[1:] = close[1:] / close[:-1] - 1.0
    returns[~np.isfinite(returns)] = np.nan
    return returns


SeriesKey = tuple[str, str]
"""A security and the exchange calendar its bars are laid on."""


@dataclass(frozen=True)
class Panel:
    """All series (a security on the sessions of a calendar) end to end, with room between them.

    `start` says where the first session of a series stands in the flat arrays; `margin` sessions
    without any value stand before and after, so that a window may reach beyond the calendar.
    `first_bar` and `last_bar` are positions within the series, -1 without any. Returns are
    fractions from the session before to this one, NaN unless both closed: none spans a gap.
    """

    order: dict[SeriesKey, int]
    margin: int
    start: Positions
    length: Positions
    first_bar: Positions
    last_bar: Positions
    has_bar: NDArray[np.bool_]
    close: Floats
    low: Floats
    high: Floats
    returns: Floats

    def gather(
        self, values: NDArray[Any], series: Positions, first: Positions, count: int
    ) -> NDArray[Any]:
        """`count` sessions of `values` from position `first` of each series."""
        rows = np.lib.stride_tricks.sliding_window_view(values, count)
        gathered: NDArray[Any] = rows[self.start[series] + first]
        return gathered

    def flat(self, parts: Sequence[NDArray[Any]], empty: Any, dtype: Any) -> NDArray[Any]:
        """One array a series, end to end as the others are."""
        return _end_to_end(parts, self.margin, empty, dtype)


def _end_to_end(parts: Sequence[NDArray[Any]], margin: int, empty: Any, dtype: Any) -> NDArray[Any]:
    room = np.full(margin, empty, dtype)
    pieces = [room]
    for part in parts:
        pieces += [part.astype(dtype, copy=False), room]
    return np.concatenate(pieces)


def build_panel(
    bars: Bars, series: Sequence[SeriesKey], sessions: Mapping[str, Days], margin: int
) -> Panel:
    """Lay bars on the sessions of the calendar of each (security, calendar).

    Bars on days on which the exchange held no session are left aside.
    """
    parts = [_lay(bars, security, sessions[calendar]) for security, calendar in series]
    lengths = np.array([len(part["close"]) for part in parts], dtype=np.int64)
    starts = margin + np.concatenate(
        [np.zeros(1, np.int64), np.cumsum(lengths + margin, dtype=np.int64)]
    )
    traded = [np.flatnonzero(part["has_bar"]) for part in parts]
    prices = {
        name: _end_to_end([part[name] for part in parts], margin, np.nan, np.float64)
        for name in ("close", "low", "high", "returns")
    }
    return Panel(
        order={key: place for place, key in enumerate(series)},
        margin=margin,
        start=starts[:-1],
        length=lengths,
        first_bar=np.array([days[0] if len(days) else -1 for days in traded], dtype=np.int64),
        last_bar=np.array([days[-1] if len(days) else -1 for days in traded], dtype=np.int64),
        has_bar=_end_to_end([part["has_bar"] for part in parts], margin, False, np.bool_),
        **prices,
    )


def _lay(bars: Bars, security: str, days: Days) -> dict[str, NDArray[Any]]:
    rows, place = _places(bars, security, days)
    has_bar = np.zeros(len(days), dtype=np.bool_)
    has_bar[place] = True
    close = _on(days, bars.close[rows], place)
    return {
        "has_bar": has_bar,
        "close": close,
        "low": _on(days, bars.low[rows], place),
        "high": _on(days, bars.high[rows], place),
        "returns": _simple_returns(close),
    }


def _places(bars: Bars, security: str, days: Days) -> tuple[Positions, Positions]:
    """Rows of a security's bars that fall on sessions, and the positions of those sessions."""
    whole = bars.rows.get(security, slice(0, 0))
    own = bars.days[whole]
    if not len(days) or not len(own):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place = np.minimum(np.searchsorted(days, own), len(days) - 1)
    held = days[place] == own
    return np.flatnonzero(held) + whole.start, place[held]


def _on(days: Days, values: Floats, place: Positions) -> Floats:
    laid = np.full(len(days), np.nan)
    laid[place] = values
    return laid
