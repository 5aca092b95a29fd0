"""How much faster the event-study kernel is than a loop with statsmodels and scipy.

Run it as `python -m benchmarks.event_study`. Both estimate the market model of 1,000 events on 50
securities over five windows, with all tests of pairs and groups, from the same made-up prices, and
must agree. `--models` times all five models beside it, `--growth` 10,000 events on 500 securities
with the peak of the memory. It prints times and their ratio and asserts none of them: machines
differ.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from benchmarks.compared import Comparison, tell
from pipelines.derived.event_study import StudyConfig
from pipelines.derived.event_study.calendars import sessions_of
from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    BENCHMARKS_SCHEMA,
    EVENTS_SCHEMA,
    PEERS_SCHEMA,
)
from pipelines.derived.event_study.group_table import group_table
from pipelines.derived.event_study.kernel import prepare
from pipelines.derived.event_study.reaction_table import reaction_parts

EVENTS, SECURITIES = 1_000, 50
MANY_EVENTS, MANY_SECURITIES = 10_000, 500
FIRST, LAST = dt.date(2000, 1, 3), dt.date(2024, 12, 31)
INDEX = "index"
SEED = 0
WORST = 1e-7
CONFIG = StudyConfig(
    models=("market_model",),
    group_models=("market_model",),
    intraday_windows=(),
    path_models=(),
)
STATISTICS = (
    "t_cross", "t_brown_warner", "z_patell", "z_adj_patell", "t_bmp", "t_adj_bmp", "t_portfolio",
    "z_corrado", "z_rank", "t_grank", "z_gsign",
)  # fmt: skip

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Workload:
    """Made-up returns (the index first) and the position of day 0 of each event."""

    days: NDArray[np.datetime64]
    returns: Floats
    day0: list[int]

    @property
    def names(self) -> list[str]:
        return [f"s{number:03d}" for number in range(len(self.returns) - 1)]


def made_up(events: int, securities: int) -> Workload:
    sessions = sessions_of("XNYS", FIRST, LAST)
    if sessions is None:
        raise SystemExit("The calendar of XNYS is missing.")
    days = sessions.days
    random = np.random.default_rng(SEED)
    market = random.normal(0.0004, 0.01, len(days))
    slopes = random.uniform(0.5, 2.5, (securities, 1))
    own = slopes * market + random.normal(0, 0.02, (securities, len(days)))
    possible = np.arange(300, len(days) - 30)
    day0 = random.choice(possible, events, replace=events > len(possible))
    return Workload(days, np.vstack([market, own]), sorted(day0.tolist()))


def as_tables(work: Workload) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Bars, events and benchmarks."""
    names = [INDEX, *work.names]
    close = pa.array((100 * np.cumprod(1 + work.returns, axis=1)).ravel())
    bars = pa.table(
        [
            pa.array(names).take(pa.array(np.repeat(np.arange(len(names)), len(work.days)))),
            pa.array(np.tile(work.days, len(names)), pa.date32()),
            *[close] * 4,
        ],
        schema=BARS_SCHEMA,
    )
    events, securities = len(work.day0), len(work.names)
    count = events * securities
    number = pa.array(np.repeat(np.arange(events), securities))
    nothing = np.zeros(count, dtype=np.int64)

    def all_of(value: str) -> pa.Array:
        return pa.array([value]).take(pa.array(nothing))

    columns = {
        "event_id": pa.array([f"e{one:05d}" for one in range(events)]).take(number),
        "security_id": pa.array(work.names).take(pa.array(np.tile(np.arange(securities), events))),
        "mic": all_of("XNYS"),
        "day0_kind": all_of("official"),
        "is_default": pa.array(np.ones(count, np.bool_)),
        "first_public_on": pa.array(work.days[work.day0], pa.date32()).take(number),
        "first_public_zone": all_of("America/New_York"),
        "first_public_session": all_of("during_session"),
        "every": all_of("all"),
    }
    for field in EVENTS_SCHEMA:
        columns.setdefault(field.name, pa.nulls(count, field.type))
    benchmarks = pa.table(
        [
            pa.array(work.names),
            pa.array(["market"] * securities),
            pa.array([1] * securities, pa.int32()),
            pa.array([INDEX] * securities),
            pa.array(["index"] * securities),
        ],
        schema=BENCHMARKS_SCHEMA,
    )
    return bars, pa.table(columns), benchmarks


def peers_of(work: Workload) -> pa.Table:
    count = len(work.names)
    return pa.table(
        [pa.array(work.names), pa.array(work.names), pa.array(["XNYS"] * count)],
        schema=PEERS_SCHEMA,
    )


@dataclass(frozen=True)
class _Pair:
    """What the loop keeps of one pair."""

    event: int
    residual: Floats
    spread: float
    abnormal: Floats
    figures: dict[tuple[int, int], tuple[float, float, float, float]]


def plain_loop(work: Workload) -> tuple[dict[Any, Any], dict[tuple[int, int], dict[str, float]]]:
    """One statsmodels fit a pair, scipy for every test: the same figures as the kernel's."""
    pairs = []
    for event, zero in enumerate(work.day0):
        for security in range(len(work.names)):
            pairs.append(_one_pair(work, event, zero, security))
    found = {
        (f"e{pair.event:05d}", work.names[number % len(work.names)], *window): figures
        for number, pair in enumerate(pairs)
        for window, figures in pair.figures.items()
    }
    return found, {window: _one_group(work, pairs, window) for window in CONFIG.windows}


def _one_pair(work: Workload, event: int, zero: int, security: int) -> _Pair:
    estimation = slice(zero + CONFIG.estimation_start, zero + CONFIG.estimation_end + 1)
    x, y = work.returns[0, estimation], work.returns[1 + security, estimation]
    fit = sm.OLS(y, sm.add_constant(x)).fit()
    start, end = CONFIG.span
    span = slice(zero + start, zero + end + 1)
    ahead = sm.add_constant(work.returns[0, span], has_constant="add")
    abnormal = work.returns[1 + security, span] - fit.predict(ahead)
    figures = {}
    for window in CONFIG.windows:
        inside = slice(window[0] - start, window[1] - start + 1)
        length = window[1] - window[0] + 1
        moved = float(abnormal[inside].sum())
        together = ahead[inside].sum(axis=0)
        variance = fit.scale * (length + together @ fit.normalized_cov_params @ together)
        t_value = moved / float(np.sqrt(variance))
        sums = np.convolve(fit.resid, np.ones(length), "valid")
        as_far = int(np.count_nonzero(np.abs(sums) >= abs(moved)))
        figures[window] = (
            moved,
            t_value,
            float(2 * stats.t.sf(abs(t_value), fit.df_resid)),
            (1 + as_far) / (len(sums) + 1),
        )
    return _Pair(event, fit.resid, float(np.sqrt(fit.scale)), abnormal, figures)


def _taken(work: Workload, window: tuple[int, int]) -> list[int]:
    """Events of which no window of an earlier taken one is overlapped."""
    taken: list[int] = []
    for event, zero in enumerate(work.day0):
        if taken and window != (0, 0) and zero + window[0] <= work.day0[taken[-1]] + window[1]:
            continue
        taken.append(event)
    return taken


def _one_group(work: Workload, pairs: list[_Pair], window: tuple[int, int]) -> dict[str, float]:
    taken, width = _taken(work, window), len(work.names)
    own = [pair for event in taken for pair in pairs[event * width : (event + 1) * width]]
    count, length = len(own), window[1] - window[0] + 1
    inside = slice(window[0] - CONFIG.span[0], window[1] - CONFIG.span[0] + 1)
    moved = np.array([pair.figures[window][0] for pair in own])
    scaled = np.array([pair.figures[window][1] for pair in own])
    freedom = CONFIG.estimation_length - 2
    correlation = 0.0
    portfolio, variance = 0.0, 0.0
    for event in taken:
        residuals = [pair.residual for pair in pairs[event * width : (event + 1) * width]]
        correlation += float(np.corrcoef(residuals).sum()) - width
        basket = replace(work, returns=np.vstack([work.returns[0], work.returns[1:].mean(axis=0)]))
        of_day = _one_pair(basket, event, work.day0[event], 0).figures[window]
        portfolio += of_day[0]
        variance += (of_day[0] / of_day[1]) ** 2
    correlation /= count * (count - 1)
    shared = 1 + (count - 1) * correlation
    patell = float(scaled.sum() / np.sqrt(count * freedom / (freedom - 2)))
    bmp = float(stats.ttest_1samp(scaled, 0).statistic)
    daily = np.mean([pair.residual for pair in own], axis=0)
    ranks = np.array([stats.rankdata(np.r_[pair.residual, pair.abnormal[inside]]) for pair in own])
    middle = (ranks.shape[1] + 1) / 2
    corrado = (ranks - middle).mean(axis=0)
    zivney = (ranks / (ranks.shape[1] + 1) - 0.5).sum(axis=0) / np.sqrt(count)
    spread = scaled.std(ddof=1)
    general = np.array(
        [
            stats.rankdata(np.r_[pair.residual / pair.spread, one / spread])
            for pair, one in zip(own, scaled, strict=True)
        ]
    )
    mean_rank = (general / (general.shape[1] + 1) - 0.5).mean(axis=0)
    z = float(mean_rank[-1] / np.sqrt(np.mean(mean_rank**2)))
    total = general.shape[1]
    positive = float(np.mean([np.mean(pair.residual > 0) for pair in own]))
    return {
        "t_cross": float(stats.ttest_1samp(moved, 0).statistic),
        "t_brown_warner": float(moved.mean() / (np.sqrt(length) * daily.std(ddof=1))),
        "z_patell": patell,
        "z_adj_patell": patell / float(np.sqrt(shared)),
        "t_bmp": bmp,
        "t_adj_bmp": bmp * float(np.sqrt((1 - correlation) / shared)),
        "t_portfolio": portfolio / float(np.sqrt(variance)),
        "z_corrado": float(corrado[-length:].sum() / np.sqrt(length * np.mean(corrado**2))),
        "z_rank": float(zivney[-length:].sum() / np.sqrt(length * np.mean(zivney**2))),
        "t_grank": z * float(np.sqrt((total - 2) / (total - 1 - z**2))),
        "z_gsign": float(
            (np.count_nonzero(moved > 0) - count * positive)
            / np.sqrt(count * positive * (1 - positive))
        ),
    }


def kernel(work: Workload, config: StudyConfig) -> tuple[float, float, list[pa.Table], pa.Table]:
    """Seconds, CPU seconds, reactions in parts and groups of the kernel."""
    tables = as_tables(work)
    peers = peers_of(work) if "peer_adjusted" in config.models else None
    begun, worked = time.perf_counter(), time.process_time()
    found = prepare(*tables, peers=peers, groups=["every"], config=config)
    groups = group_table(found)
    reactions = list(reaction_parts(found))
    return time.perf_counter() - begun, time.process_time() - worked, reactions, groups


def compare(work: Workload) -> None:
    seconds, cpu, reactions, groups = kernel(work, CONFIG)
    begun = time.perf_counter()
    pairs, tests = plain_loop(work)
    loop_seconds = time.perf_counter() - begun
    worst, compared = 0.0, 0
    for row in pa.concat_tables(reactions).to_pylist():
        key = (row["event_id"], row["security_id"], row["window_start"], row["window_end"])
        figures = (row["abnormal_return_pct"] / 100, *(
            row[name] for name in ("t_statistic", "p_value", "p_quantile")
        ))  # fmt: skip
        worst = max(worst, *(abs(a - b) for a, b in zip(figures, pairs[key], strict=True)))
        compared += 1
    for row in groups.to_pylist():
        if not row["is_clean_only"]:
            expected = tests[row["window_start"], row["window_end"]]
            worst = max(worst, *(abs(row[name] - expected[name]) for name in STATISTICS))
    if compared != len(pairs) or worst > WORST:
        raise SystemExit(f"The two disagree: {compared} of {len(pairs)} rows, by {worst:.2g}.")
    name = f"event study, {len(work.day0):,} events x {len(work.names)} securities"
    sys.stdout.write(
        f"{name}, market model, all tests\n"
        f"kernel     {seconds:8.2f} s ({cpu:.2f} s CPU)\n"
        f"plain loop {loop_seconds:8.2f} s\n"
        f"ratio      {loop_seconds / seconds:8.1f}\n"
        f"largest difference {worst:.1e}\n"
    )
    tell(
        [
            Comparison(
                workload=name,
                ours=seconds,
                alternative="a loop with statsmodels and scipy",
                theirs=loop_seconds,
                unit="s",
                cpu_seconds=cpu,
                peak_mib=_peak_mib(),
            )
        ]
    )


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grow() -> None:
    """The large study; its reactions are counted and let go part by part."""
    work = made_up(MANY_EVENTS, MANY_SECURITIES)
    tables = as_tables(work)
    begun = time.perf_counter()
    found = prepare(*tables, groups=["every"], config=CONFIG)
    estimated = time.perf_counter() - begun
    groups = group_table(found).num_rows
    tested = time.perf_counter() - begun
    rows = sum(part.num_rows for part in reaction_parts(found))
    sys.stdout.write(
        f"{MANY_EVENTS:,} events x {MANY_SECURITIES} securities: {rows:,} rows, {groups} groups in "
        f"{time.perf_counter() - begun:.0f} s (estimates {estimated:.0f} s, tests "
        f"{tested - estimated:.0f} s), peak {_peak_mib():,.0f} MiB\n"
    )


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Speed of the event study.")
    parser.add_argument("--models", action="store_true", help="time all five models")
    parser.add_argument("--growth", action="store_true", help="time the large study")
    options = parser.parse_args(arguments)
    if options.growth:
        grow()
        return
    work = made_up(EVENTS, SECURITIES)
    if options.models:
        every = StudyConfig(intraday_windows=(), path_models=())
        seconds, cpu, _, _ = kernel(work, every)
        sys.stdout.write(f"all five models {seconds:.2f} s ({cpu:.2f} s CPU)\n")
    compare(work)


if __name__ == "__main__":
    main(sys.argv[1:])
