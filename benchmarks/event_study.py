"""How much faster the event-study kernel is than a plain loop over pairs.

Run it as `python -m benchmarks.event_study`. Both compute the market model of 200 events on 100
securities, from the same made-up prices, and must agree. It prints times and their ratio and
asserts none of them: machines differ.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import stats

from benchmarks.compared import Comparison, tell
from pipelines.derived.event_study.calendars import sessions_of
from pipelines.derived.event_study.config import BARS_SCHEMA, EVENTS_SCHEMA, StudyConfig
from pipelines.derived.event_study.kernel import react

EVENTS, SECURITIES = 200, 100
FIRST, LAST = dt.date(2019, 1, 2), dt.date(2024, 12, 31)
INDEX = "index"


def made_up_prices() -> tuple[list[dt.date], dict[str, NDArray[np.float64]]]:
    """Sessions of six years and the closes of an index and of securities that follow it."""
    sessions = sessions_of("XNYS", FIRST, LAST)
    if sessions is None:
        raise SystemExit("The calendar of XNYS is missing.")
    days = [dt.date.fromisoformat(str(day)) for day in sessions.days]
    days = [day for day in days if FIRST <= day <= LAST]
    random = np.random.default_rng(0)
    market = random.normal(0.0004, 0.01, len(days))
    returns = {INDEX: market}
    for number in range(SECURITIES):
        own = random.uniform(0.5, 2.5) * market + random.normal(0, 0.02, len(days))
        returns[f"s{number:03d}"] = own
    return days, {
        name: np.asarray(100 * np.cumprod(1 + moves), dtype=np.float64)
        for name, moves in returns.items()
    }


def as_bars(days: list[dt.date], closes: dict[str, NDArray[np.float64]]) -> pa.Table:
    close = np.concatenate(list(closes.values()))
    names = np.repeat(list(closes), len(days))
    return pa.table(
        [pa.array(names), pa.array(days * len(closes)), *[pa.array(close)] * 4],
        schema=BARS_SCHEMA,
    )


def as_events(days: list[dt.date], day0: list[int]) -> pa.Table:
    rows = [
        {
            "event_id": f"e{number:03d}",
            "security_id": f"s{security:03d}",
            "benchmark_security_id": INDEX,
            "mic": "XNYS",
            "first_public_on": days[zero],
            "first_public_zone": "America/New_York",
            "first_public_session": "during_session",
        }
        for number, zero in enumerate(day0)
        for security in range(SECURITIES)
    ]
    return pa.Table.from_pylist(rows, schema=EVENTS_SCHEMA)


def plain_loop(
    day0: list[int], closes: dict[str, NDArray[np.float64]], config: StudyConfig
) -> dict[tuple[str, str, int, int], tuple[float, float]]:
    """One least-squares call and one loop over windows for each pair."""
    returns = {name: close[1:] / close[:-1] - 1 for name, close in closes.items()}
    found = {}
    for number, zero in enumerate(day0):
        for security in (name for name in closes if name != INDEX):
            market, own = returns[INDEX], returns[security]
            window = slice(zero - 1 + config.estimation_start, zero + config.estimation_end)
            x, y = market[window], own[window]
            design = np.column_stack([np.ones(len(x)), x])
            (alpha, beta), _, _, _ = np.linalg.lstsq(design, y, rcond=None)
            residual = y - alpha - beta * x
            deviation = np.sqrt(residual @ residual / (len(x) - 2))
            for start, end in config.windows:
                inside = slice(zero - 1 + start, zero + end)
                length = end - start + 1
                abnormal = float((own[inside] - alpha - beta * market[inside]).sum())
                apart = market[inside].sum() - length * x.mean()
                spread = length + length**2 / len(x) + apart**2 / ((x - x.mean()) ** 2).sum()
                t_statistic = abnormal / (deviation * np.sqrt(spread))
                p_value = float(2 * stats.t.sf(abs(t_statistic), len(x) - 2))
                found[f"e{number:03d}", security, start, end] = (100 * abnormal, p_value)
    return found


def main() -> None:
    config = StudyConfig()
    days, closes = made_up_prices()
    random = np.random.default_rng(1)
    day0 = sorted(random.integers(300, len(days) - 20, EVENTS).tolist())
    bars, events = as_bars(days, closes), as_events(days, day0)

    begun = time.perf_counter()
    result = react(bars, events, config)
    kernel_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    expected = plain_loop(day0, closes, config)
    loop_seconds = time.perf_counter() - begun

    worst = 0.0
    names = ("event_id", "security_id", "window_start", "window_end")
    compared = 0
    for row in result.to_pylist():
        if row["model"] == "market_model":
            abnormal, p_value = expected[tuple(row[name] for name in names)]
            worst = max(
                worst, abs(row["abnormal_return_pct"] - abnormal), abs(row["p_value"] - p_value)
            )
            compared += 1
    if compared != len(expected) or worst > 1e-8:
        raise SystemExit(f"The two disagree: {compared} of {len(expected)} rows, by {worst:.2g}.")

    sys.stdout.write(
        f"{EVENTS} events x {SECURITIES} securities, {bars.num_rows:,} bars, "
        f"{result.num_rows:,} result rows\n"
        f"kernel     {kernel_seconds:8.2f} s (all models, tables in and out)\n"
        f"plain loop {loop_seconds:8.2f} s (market model only, arrays in and out)\n"
        f"ratio      {loop_seconds / kernel_seconds:8.1f}\n"
        f"largest difference {worst:.1e}\n"
    )
    tell(
        [
            Comparison(
                workload=f"event study, {EVENTS} events x {SECURITIES} securities",
                ours=kernel_seconds,
                alternative="a loop of least squares (market model only)",
                theirs=loop_seconds,
                unit="s",
            )
        ]
    )


if __name__ == "__main__":
    main()
