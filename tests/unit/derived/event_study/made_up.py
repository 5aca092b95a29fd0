"""Made-up returns for tests of the study: a market, shares that follow it, days on a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.derived.event_study import Study, StudyConfig, event_study
from pipelines.derived.event_study.calendars import sessions_of
from pipelines.derived.event_study.config import BARS_SCHEMA, BENCHMARKS_SCHEMA, EVENTS_SCHEMA

SESSIONS = sessions_of("XNYS", dt.date(2019, 1, 1), dt.date(2024, 12, 31))
assert SESSIONS is not None
DAYS: NDArray[np.datetime64] = SESSIONS.days
FAST = StudyConfig(
    models=("raw_return", "market_model"),
    group_models=("market_model",),
    intraday_windows=(),
    path_models=(),
)
EVENTS_WITH_GROUP = EVENTS_SCHEMA.append(pa.field("every", pa.string()))


@dataclass(frozen=True)
class Market:
    """Returns of an index (first row) and of shares, one column a session of DAYS."""

    returns: NDArray[np.float64]

    @property
    def shares(self) -> list[str]:
        return [f"s{number:02d}" for number in range(len(self.returns) - 1)]

    def bars(self) -> pa.Table:
        closes = 100 * np.cumprod(1 + self.returns, axis=1)
        names = ["index", *self.shares]
        return pa.table(
            [
                pa.array(np.repeat(names, len(DAYS))),
                pa.array(np.tile(DAYS, len(names)), pa.date32()),
                *[pa.array(closes.ravel())] * 4,
            ],
            schema=BARS_SCHEMA,
        )

    def benchmarks(self) -> pa.Table:
        return pa.Table.from_pylist(
            [
                {
                    "security_id": name,
                    "benchmark_role": "market",
                    "priority": 1,
                    "benchmark_security_id": "index",
                    "benchmark_kind": "index",
                }
                for name in self.shares
            ],
            schema=BENCHMARKS_SCHEMA,
        )


def market(
    seed: int, shares: int, *, spread: float = 0.02, correlation: float = 0.0, beta: float = 1.2
) -> Market:
    """Normal returns; residuals of the shares have this spread and mutual correlation."""
    random = np.random.default_rng(seed)
    index = random.normal(0.0004, 0.01, len(DAYS))
    common = random.normal(0, 1, len(DAYS))
    own = random.normal(0, 1, (shares, len(DAYS)))
    residual = spread * (np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own)
    return Market(np.vstack([index, beta * index + residual]))


def event(position: int, share: str, event_id: str = "e", **changes: Any) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "security_id": share,
        "issuer_id": share,
        "mic": "XNYS",
        "day0_kind": "official",
        "is_default": True,
        "direction": "tighten",
        "first_public_on": DAYS[position].astype(dt.date),
        "first_public_zone": "America/New_York",
        "first_public_session": "during_session",
        "every": "all",
    } | changes


def study(made: Market, rows: list[dict[str, Any]], **options: Any) -> Study:
    return event_study(
        made.bars(),
        pa.Table.from_pylist(rows, schema=EVENTS_WITH_GROUP),
        made.benchmarks(),
        groups=["every"],
        **({"config": FAST} | options),
    )


def group(found: Study, window: tuple[int, int] = (0, 0), **wanted: Any) -> dict[str, Any]:
    """The one group row of all pairs in a window."""
    wanted = {"is_clean_only": False, "model": "market_model"} | wanted
    (row,) = (
        row
        for row in found.groups.to_pylist()
        if (row["window_start"], row["window_end"]) == window
        and all(row[name] == value for name, value in wanted.items())
    )
    return row
