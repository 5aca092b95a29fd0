"""Bars laid on the sessions of their exchange, flat for vectorised look-ups.

Belongs here: checking and sorting bars, one row of arrays for each pair of security and benchmark,
gathering windows out of them.
Does not belong here: which windows are wanted, any statistic.
"""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Panel:
    """All series (a security, its benchmark, the sessions of its exchange) end to end.

    `start` and `length` say where a series stands in the flat session arrays, `joint_start` where
    its joint sessions (security and benchmark both closed) stand in the flat joint arrays.
    `joint_before` counts, for each session, the joint sessions before it. `last_bar` is the
    position of the security's last bar within the series, -1 without any. Returns are fractions
    from the session before to this one, NaN unless both closed: none spans a gap.
    """

    start: Positions
    length: Positions
    last_bar: Positions
    joint_start: Positions
    has_bar: NDArray[np.bool_]
    close: Floats
    low: Floats
    high: Floats
    security_return: Floats
    benchmark_return: Floats
    joint_before: Positions
    joint_security_return: Floats
    joint_benchmark_return: Floats

    def gather(
        self, values: NDArray[Any], series: Positions, first: Positions, count: int
    ) -> Floats:
        """`count` sessions of `values` from position `first` of each series, NaN outside it."""
        position = first[:, None] + np.arange(count)
        inside = (position >= 0) & (position < self.length[series][:, None])
        flat = np.where(inside, self.start[series][:, None] + position, 0)
        return np.where(inside, values[flat], np.nan)

    def estimation(
        self, series: Positions, day0: Positions, first: int, last: int
    ) -> tuple[Floats, Floats]:
        """Benchmark and security returns on the joint sessions `first` to `last` before day 0."""
        before = self.joint_before[self.start[series] + day0]
        position = before[:, None] + np.arange(first, last + 1)
        inside = position >= 0
        flat = np.where(inside, self.joint_start[series][:, None] + position, 0)
        return (
            np.where(inside, self.joint_benchmark_return[flat], np.nan),
            np.where(inside, self.joint_security_return[flat], np.nan),
        )


def build_panel(bars: Bars, series: Sequence[tuple[str, str | None, Days]]) -> Panel:
    """Lay bars on the sessions of each (security, benchmark or None, sessions).

    Bars on days that the exchange did not hold a session are left aside.
    """
    parts = [_lay(bars, *one) for one in series]

    def flat(name: str, dtype: Any = np.float64) -> NDArray[Any]:
        # The last element stands for "no session", so that positions of empty series stay valid.
        tail = np.zeros(1, dtype) if dtype is not np.float64 else np.full(1, np.nan)
        return np.concatenate([*(part[name] for part in parts), tail])

    def offsets(name: str) -> Positions:
        lengths = np.array([len(part[name]) for part in parts], dtype=np.int64)
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])

    starts = offsets("close")
    return Panel(
        start=starts[:-1],
        length=np.diff(starts),
        last_bar=np.array(
            [
                np.flatnonzero(part["has_bar"])[-1] if part["has_bar"].any() else -1
                for part in parts
            ],
            dtype=np.int64,
        ),
        joint_start=offsets("joint_security_return")[:-1],
        has_bar=flat("has_bar", np.bool_),
        close=flat("close"),
        low=flat("low"),
        high=flat("high"),
        security_return=flat("security_return"),
        benchmark_return=flat("benchmark_return"),
        joint_before=flat("joint_before", np.int64),
        joint_security_return=flat("joint_security_return"),
        joint_benchmark_return=flat("joint_benchmark_return"),
    )


def _lay(bars: Bars, security: str, benchmark: str | None, days: Days) -> dict[str, NDArray[Any]]:
    rows, place = _places(bars, security, days)
    has_bar = np.zeros(len(days), dtype=np.bool_)
    has_bar[place] = True
    close = _on(days, bars.close[rows], place)
    market = np.full(len(days), np.nan)
    if benchmark is not None:
        market_rows, market_place = _places(bars, benchmark, days)
        market = _on(days, bars.close[market_rows], market_place)
    own_return, market_return = _simple_returns(close), _simple_returns(market)
    joint = np.isfinite(close) & np.isfinite(market)
    return {
        "has_bar": has_bar,
        "close": close,
        "low": _on(days, bars.low[rows], place),
        "high": _on(days, bars.high[rows], place),
        "security_return": own_return,
        "benchmark_return": market_return,
        "joint_before": np.cumsum(joint, dtype=np.int64) - joint,
        "joint_security_return": own_return[joint],
        "joint_benchmark_return": market_return[joint],
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
