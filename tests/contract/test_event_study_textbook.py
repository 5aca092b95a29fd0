"""Textbook values of every test of a group, on returns whose answers are known.

Seven shares and the S&P 500, log returns, fitted on the 240 sessions to 13 March 2020, followed
over the five sessions from 16 March. ZM and UBER were listed within the estimation window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from pyarrow import csv

from pipelines.derived.event_study import StudyConfig, event_study
from pipelines.derived.event_study.calendars import sessions_of
from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    BENCHMARKS_SCHEMA,
    EVENTS_SCHEMA,
)
from tests.unit.derived.event_study.plain_ranks import (
    Pair,
    corrado,
    corrado_zivney,
    generalized,
    over_the_window,
    plain_pair,
)

RETURNS = (
    Path(__file__).resolve().parents[3] / "shared" / "eval" / "event_study" / "estudy2_rates.csv"
)
SHARES = ("AMZN", "ZM", "UBER", "NFLX", "SHOP", "FB", "UPWK")
DAYS = tuple((day, day) for day in range(5))
CONFIG = StudyConfig(
    windows=(*DAYS, (0, 4)),
    intraday_windows=(),
    models=("raw_return", "market_model"),
    group_models=("market_model",),
    path_models=(),
    path=(0, 4),
    estimation_start=-240,
    estimation_end=-1,
    benchmark_coverage=0.9,
)


@pytest.fixture(scope="module")
def study() -> tuple[dict[Any, dict[str, Any]], dict[Any, dict[str, Any]]]:
    if not RETURNS.exists():
        pytest.skip(f"the returns with known answers are not here: {RETURNS}")
    table = csv.read_csv(RETURNS)
    days = [day for day in table["date"].to_pylist() if day]
    bars = []
    for name in (*SHARES, "GSPC"):
        values: NDArray[np.float64] = np.array(
            [np.nan if value is None else value for value in table[name].to_pylist()]
        )
        bars += _bars_with(name, days, values)
    events = [
        {
            "event_id": "e",
            "security_id": name,
            "mic": "XNYS",
            "day0_kind": "official",
            "is_default": True,
            "first_public_on": dt.date(2020, 3, 16),
            "first_public_zone": "America/New_York",
            "first_public_session": "during_session",
            "every": "all",
        }
        for name in SHARES
    ]
    found = event_study(
        pa.Table.from_pylist(bars, schema=BARS_SCHEMA),
        pa.Table.from_pylist(events, schema=EVENTS_SCHEMA.append(pa.field("every", pa.string()))),
        pa.Table.from_pylist(
            [
                {
                    "security_id": name,
                    "benchmark_role": "market",
                    "priority": 1,
                    "benchmark_security_id": "GSPC",
                    "benchmark_kind": "index",
                }
                for name in SHARES
            ],
            schema=BENCHMARKS_SCHEMA,
        ),
        groups=["every"],
        config=CONFIG,
    )
    groups = {
        (row["window_start"], row["window_end"]): row
        for row in found.groups.to_pylist()
        if not row["is_clean_only"]
    }
    pairs = {
        (row["security_id"], row["window_start"], row["window_end"]): row
        for row in found.reactions.to_pylist()
        if row["model"] == "market_model"
    }
    return groups, pairs


def _bars_with(
    name: str, days: list[dt.date], returns: NDArray[np.float64]
) -> list[dict[str, Any]]:
    """Closes whose simple returns are `returns`, from the session before the first known one."""
    sessions = sessions_of("XNYS", days[0], days[-1])
    assert sessions is not None
    known = np.flatnonzero(np.isfinite(returns))
    assert (np.diff(known) == 1).all()
    before = sessions.days[np.searchsorted(sessions.days, np.datetime64(days[known[0]])) - 1]
    closes = 100 * np.cumprod(np.r_[1.0, 1.0 + returns[known]])
    on = [before.astype(dt.date), *(days[place] for place in known)]
    return [
        {"security_id": name, "session_on": day, "close": float(close)}
        for day, close in zip(on, closes, strict=True)
    ]


TEXTBOOK = {
    "caar_pct": (2.3297, -3.1579, -1.6179, 7.6720, 5.8405),
    "t_cross": (1.394150, -1.276907, -0.402314, 1.795827, 5.123328),
    "t_brown_warner": (1.858514, -2.519140, -1.290615, 6.120241, 4.659205),
    "z_patell": (2.544440, -2.942074, 0.328963, 8.402698, 6.305735),
    "t_bmp": (1.204284, -1.175179, 0.076377, 2.166887, 8.654536),
    "t_adj_bmp": (0.787987, -0.768942, 0.049975, 1.417836, 5.662831),
    "z_adj_patell": (1.816789, -2.100709, 0.234887, 5.999721, 4.502441),
    "z_gsign": (1.153071, 0.397122, 1.153071, 1.909020, 2.664969),
}
RANKS = {
    "z_corrado": (0.816595, -0.190476, 1.046675, 2.166901, 3.000470),
    "z_rank": (0.867332, -0.233066, 1.006723, 2.210911, 3.039675),
}
"""Of each day, ranked among the estimation window and all five."""


@pytest.mark.parametrize("statistic", TEXTBOOK)
def test_every_day_has_the_textbook_value(study: Any, statistic: str) -> None:
    groups, _ = study
    within = 1e-4 if statistic == "caar_pct" else 1e-5
    found = [groups[window][statistic] for window in DAYS]
    assert found == pytest.approx(TEXTBOOK[statistic], abs=within)


PLAIN: dict[str, Callable[[list[Pair]], list[float]]] = {
    "z_corrado": corrado,
    "z_rank": corrado_zivney,
}


def plain_pairs(first: int, last: int) -> list[Pair]:
    """The seven shares over sessions `first` to `last`, from the file itself."""
    rows = [row for row in csv.read_csv(RETURNS).to_pylist() if row["date"]]
    zero = next(at for at, row in enumerate(rows) if row["date"] == dt.date(2020, 3, 16))
    before, inside = rows[zero - 240 : zero], rows[zero + first : zero + last + 1]
    return [
        plain_pair(
            [row["GSPC"] for row in before],
            [row[name] for row in before],
            [row["GSPC"] for row in inside],
            [row[name] for row in inside],
        )
        for name in SHARES
    ]


@pytest.mark.parametrize("statistic", RANKS)
def test_the_rank_tests_of_every_day_and_of_the_five(study: Any, statistic: str) -> None:
    groups, _ = study
    of_each = PLAIN[statistic](plain_pairs(0, 4))
    assert of_each == pytest.approx(RANKS[statistic], abs=1e-5)
    assert groups[0, 4][statistic] == pytest.approx(over_the_window(of_each), rel=1e-9)
    for day, window in enumerate(DAYS):
        alone = PLAIN[statistic](plain_pairs(day, day))
        assert groups[window][statistic] == pytest.approx(alone[0], rel=1e-9)


def test_the_generalized_rank_of_every_day_and_of_the_five(study: Any) -> None:
    groups, _ = study
    for window in (*DAYS, (0, 4)):
        expected = generalized(plain_pairs(*window))
        assert groups[window]["t_grank"] == pytest.approx(expected, rel=1e-9)


def test_the_five_days_together(study: Any) -> None:
    groups, pairs = study
    row = groups[0, 4]
    assert row["caar_pct"] == pytest.approx(11.0666, abs=1e-4)
    assert row["mean_correlation"] == pytest.approx(0.160240, abs=1e-6)
    for name, value in {
        "t_cross": 3.413473,
        "t_bmp": 2.785478,
        "t_adj_bmp": 1.822592,
        "z_patell": 6.365793,
        "t_grank": 1.874809,
    }.items():
        assert row[name] == pytest.approx(value, abs=1e-5), name
    assert row["p_grank"] == pytest.approx(0.0620, abs=1e-4)
    assert (row["preferred_test"], row["event_day_count"]) == ("t_adj_bmp", 1)
    assert {groups[window]["preferred_test"] for window in DAYS} == {"t_portfolio"}
    cumulative = (0.173293, 0.231682, 0.139002, 0.145824, 0.062550, 0.037797, -0.015486)
    standardized = (6.904359, 2.592497, 2.096813, 3.345812, 1.013932, 1.192687, -0.230621)
    for share, moved, scaled in zip(SHARES, cumulative, standardized, strict=True):
        pair = pairs[share, 0, 4]
        assert pair["abnormal_return_pct"] / 100 == pytest.approx(moved, abs=1e-6)
        assert pair["t_statistic"] == pytest.approx(scaled, abs=1e-5)


def test_the_fits_of_a_whole_and_of_a_young_series(study: Any) -> None:
    _, pairs = study
    whole, young = pairs["AMZN", 0, 4], pairs["UBER", 0, 4]
    assert whole["alpha"] / 100 == pytest.approx(0.000134, abs=1e-6)
    assert whole["beta"] == pytest.approx(0.864635, abs=1e-6)
    assert whole["residual_std_pct"] / 100 == pytest.approx(0.010604, abs=1e-6)
    assert (whole["estimation_sessions"], young["estimation_sessions"]) == (240, 212)
    assert young["beta"] == pytest.approx(1.134434, abs=1e-6)
    assert young["residual_std_pct"] / 100 == pytest.approx(0.027959, abs=1e-6)
