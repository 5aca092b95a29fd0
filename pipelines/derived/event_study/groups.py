"""Tests of groups of pairs: what remains of a mean reaction when pairs share days.

Belongs here: sums over the residuals of the members, taken chunk by chunk, and the test statistics
made of them. A cell is one group in one window.
Does not belong here: who is a member, how residuals come about, names and tables.

Boehmer, Musumeci and Poulsen 1991 (Journal of Financial Economics 30(2), 253-272); Brown and Warner
1985 (Journal of Financial Economics 14(1), 3-31); Corrado 1989 (Journal of Financial Economics
23(2), 385-395); Corrado and Zivney 1992 (Journal of Financial and Quantitative Analysis 27(3),
465-478); Cowan 1992 (Review of Quantitative Finance and Accounting 2(4), 343-358); Kolari and
Pynnonen 2010 (Review of Financial Studies 23(11), 3996-4025) and 2011 (Journal of Empirical Finance
18(5), 953-971); Patell 1976 (Journal of Accounting Research 14(2), 246-276).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit
from scipy.stats import rankdata

from pipelines.derived.event_study.config import Window
from pipelines.derived.event_study.ols import (
    Floats,
    fit_model,
    forecast_variance,
    studentized_p,
)

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """One group in one window, with the observations in it, ascending."""

    window: int
    members: Whole


@dataclass(frozen=True)
class Figures:
    """What the tests need of every observation: one row each, one column a window.

    `day` numbers the event days; observations of one day stand together.
    """

    day: Whole
    freedom: Whole
    positive_share: Floats
    cumulative: Floats
    standardized: Floats
    return_sum: Floats
    benchmark_sum: Floats


@dataclass(frozen=True)
class Estimates:
    """The estimation windows of a run of observations, NaN where there is no observation.

    `abnormal` holds the abnormal returns from session `span_start` on.
    """

    first: int
    residual: Floats
    residual_std: Floats
    returns: Floats
    benchmark: Floats
    abnormal: Floats


class GroupTests:
    """Takes the estimates chunk by chunk (whole event days) and then gives the statistics."""

    def __init__(
        self,
        model: str,
        cells: Sequence[Cell],
        figures: Figures,
        windows: Sequence[Window],
        span_start: int,
        length: int,
    ) -> None:
        self._model, self._cells, self._figures = model, cells, figures
        self._windows, self._span_start = windows, span_start
        self._lengths = [end - start + 1 for start, end in windows]
        longest = max(self._lengths)
        count = len(cells)
        self._correlation = np.zeros(count)
        self._day_sum = np.zeros((count, length))
        self._day_count = np.zeros((count, length))
        self._rank = np.zeros((count, length + longest))
        self._raw_rank = np.zeros((count, length + longest))
        self._rank_count = np.zeros((count, length + longest))
        self._grank = np.zeros((count, length + 1))
        self._grank_count = np.zeros((count, length + 1))
        self._portfolio = np.zeros((count, 2))
        self._portfolio_p = np.full(count, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            self._spread = np.array(
                [_deviation(figures.standardized[cell.members, cell.window]) for cell in cells]
            )

    def add(self, part: Estimates) -> None:
        """Take in the observations of `part`."""
        end = part.first + len(part.residual)
        inside: dict[int, list[tuple[int, Whole]]] = {}
        for number, cell in enumerate(self._cells):
            low, high = np.searchsorted(cell.members, (part.first, end))
            if high > low:
                rows = cell.members[low:high] - part.first
                inside.setdefault(cell.window, []).append((number, rows))
        if not inside:
            return
        seen = np.isfinite(part.residual)
        whole = bool(seen.all())
        residual = part.residual if whole else np.where(seen, part.residual, 0.0)
        ranks = _ranks(part.residual, whole)
        observed = np.count_nonzero(seen, axis=1)
        shared: dict[bytes, tuple[float, _Portfolio, Floats, Floats]] = {}
        for window, cells in inside.items():
            first = self._windows[window][0] - self._span_start
            abnormal = part.abnormal[:, first : first + self._lengths[window]]
            some = np.unique(np.concatenate([rows for _, rows in cells]))
            everyone = len(some) == len(seen)
            own_seen = _rows_of(seen, some, whole)
            own_residual = part.residual if everyone else part.residual[some]
            own_ranks = ranks if everyone else ranks[some]
            shifted, own = _ranks_with(own_residual, own_ranks, abnormal[some], observed[some])
            if not whole:
                shifted[~own_seen] = 0.0
            moved = self._figures.standardized[part.first + some, window]
            moved = moved * part.residual_std[some]
            for number, rows in cells:
                key = rows.tobytes()
                if key not in shared:
                    shared[key] = self._of_members(part, rows, residual, seen, whole)
                correlation, portfolio, day_sum, day_count = shared[key]
                self._correlation[number] += correlation
                self._day_sum[number] += day_sum
                self._day_count[number] += day_count
                self._add_portfolio(number, window, portfolio)
                places = np.searchsorted(some, rows)
                self._add_ranks(number, places, shifted, own, own_seen)
                self._add_grank(number, places, moved, own_residual, own_ranks, own_seen)

    def _of_members(
        self, part: Estimates, rows: Whole, residual: Floats, seen: NDArray[np.bool_], whole: bool
    ) -> tuple[float, _Portfolio, Floats, Floats]:
        everyone = len(rows) == len(residual)
        own = residual if everyone else residual[rows]
        own_seen = _rows_of(seen, rows, whole)
        days = self._figures.day[part.first + rows]
        starts = np.flatnonzero(np.r_[True, days[1:] != days[:-1]])
        correlation = _correlation_sum(own, own_seen, starts, whole)
        portfolio = _portfolios(part, rows, starts, own_seen, whole)
        day_count = (
            np.full(own.shape[1], float(len(rows))) if whole else own_seen.sum(axis=0, dtype=float)
        )
        return correlation, portfolio, own.sum(axis=0), day_count

    def _add_portfolio(self, number: int, window: int, portfolio: _Portfolio) -> None:
        length, members, starts = self._lengths[window], portfolio.members, portfolio.starts
        size = np.diff(np.r_[starts, len(members)])
        figures = self._figures
        own = np.add.reduceat(figures.return_sum[members, window], starts) / size
        market = np.add.reduceat(figures.benchmark_sum[members, window], starts) / size
        fit, residual = fit_model(self._model, portfolio.benchmark, portfolio.returns)
        cumulative = own - length * fit.alpha - fit.beta * market
        variance = forecast_variance(fit, market, length)
        if length == 1 and len(members) == len(self._cells[number].members) and len(starts) == 1:
            p_value = studentized_p(fit, portfolio.benchmark, residual, market, cumulative)
            self._portfolio_p[number] = p_value[0]
        self._portfolio[number] += (cumulative.sum(), variance.sum())

    def _add_ranks(
        self, number: int, rows: Whole, shifted: Floats, own: Floats, seen: NDArray[np.bool_]
    ) -> None:
        """Ranks over estimation and window: scaled to [-1/2, 1/2], and as they are."""
        window = own.shape[1]
        everyone = len(rows) == len(shifted)
        here = seen if everyone else seen[rows]
        total = np.count_nonzero(here, axis=1) + window + 1.0
        ranks, event = shifted if everyone else shifted[rows], own[rows]
        whole = here.all()
        count = np.full(here.shape[1], float(len(rows))) if whole else here.sum(0, dtype=float)
        middle = np.full(here.shape[1], total.sum() / 2) if whole else _weighted(total / 2, here)
        counts = np.r_[count, np.full(window, float(len(rows)))]
        middles = np.r_[middle, np.full(window, total.sum() / 2)]
        columns = slice(0, len(counts))
        self._rank[number, columns] += (
            np.r_[_weighted(1.0 / total, ranks), _weighted(1.0 / total, event)] - counts / 2
        )
        self._raw_rank[number, columns] += np.r_[ranks.sum(axis=0), event.sum(axis=0)] - middles
        self._rank_count[number, columns] += counts

    def _add_grank(
        self,
        number: int,
        rows: Whole,
        moved: Floats,
        residual: Floats,
        ranks: Floats,
        seen: NDArray[np.bool_],
    ) -> None:
        """Ranks of the one cumulative day among the estimation days.

        `moved` is the standardized cumulative return in units of the share's residuals, so that
        these need not be standardized themselves.
        """
        everyone = len(rows) == len(residual)
        ranks = ranks if everyone else ranks[rows]
        seen = seen if everyone else seen[rows]
        cumulative = moved[rows] / self._spread[number]
        observed = np.count_nonzero(seen, axis=1)
        estimation, own = _ranks_with(
            residual if everyone else residual[rows], ranks, cumulative[:, None], observed
        )
        total = observed + 2.0
        whole = seen.all()
        if not whole:
            estimation = np.where(seen, estimation, 0.0)
        count = np.full(seen.shape[1], float(len(rows))) if whole else seen.sum(0, dtype=float)
        self._grank[number] += np.r_[
            _weighted(1.0 / total, estimation) - count / 2, (own[:, 0] / total - 0.5).sum()
        ]
        self._grank_count[number] += np.r_[count, len(rows)]

    def results(self, smallest: int) -> list[dict[str, Any]]:
        """The statistics of every cell. NaN where one cannot be computed."""
        return [self._one(number, smallest) for number in range(len(self._cells))]

    def _one(self, number: int, smallest: int) -> dict[str, Any]:
        cell, figures = self._cells[number], self._figures
        members, window = cell.members, cell.window
        length = self._lengths[window]
        count = len(members)
        days = len(np.unique(figures.day[members]))
        own = figures.cumulative[members, window]
        scaled = figures.standardized[members, window]
        freedom = figures.freedom[members]
        mean = float(own.mean())
        error = _deviation(own) / np.sqrt(count)
        largest = int(np.argmax(np.abs(own)))
        with np.errstate(divide="ignore", invalid="ignore"):
            apart = count * (count - 1)
            correlation = self._correlation[number] / apart if apart else np.nan
            shared = 1.0 + (count - 1) * correlation
            widening = np.sqrt(shared / (1 - correlation)) if shared > 0 else np.nan
            half = stdtrit(count - 1, 0.975) * error * widening if count > 1 else np.nan
            t_bmp = scaled.mean() / (self._spread[number] / np.sqrt(count))
            z_patell = scaled.sum() / np.sqrt(np.sum(freedom / (freedom - 2)))
            positive = float(figures.positive_share[members].mean())
            share = own[largest] / own.sum()
            moved, variance = self._portfolio[number]
            statistics = {
                "t_cross": mean / error,
                "t_brown_warner": self._brown_warner(number, mean, length),
                "z_patell": z_patell,
                "z_adj_patell": z_patell / np.sqrt(shared) if shared > 0 else np.nan,
                "t_bmp": t_bmp,
                "t_adj_bmp": t_bmp / widening,
                "t_portfolio": moved / np.sqrt(variance),
                "z_corrado": _rank_statistic(
                    self._raw_rank[number], self._rank_count[number], length, by_members=False
                ),
                "z_rank": _rank_statistic(
                    self._rank[number], self._rank_count[number], length, by_members=True
                ),
                "z_gsign": (np.count_nonzero(own > 0) - count * positive)
                / np.sqrt(count * positive * (1 - positive)),
            }
        t_grank, grank_freedom = _grank_statistic(
            self._grank[number], self._grank_count[number], count
        )
        statistics["t_grank"] = t_grank
        preferred, reason = _preferred(count, days, length, statistics, smallest)
        statistic = statistics[preferred] if preferred else np.nan
        half = half if preferred else np.nan
        p_value = np.nan
        if preferred == "t_adj_bmp":
            p_value = 2 * stdtr(count - 1, -abs(statistic))
        elif preferred == "t_portfolio":
            p_value = self._portfolio_p[number]
        return {
            "pair_count": count,
            "event_day_count": days,
            "positive_count": int(np.count_nonzero(own > 0)),
            "mean": mean,
            "low": mean - half,
            "high": mean + half,
            "largest": int(members[largest]),
            "largest_share": share,
            "mean_correlation": correlation,
            **statistics,
            "preferred_test": preferred,
            "preferred_statistic": statistic,
            "p_value": p_value,
            "p_grank": 2 * stdtr(grank_freedom, -abs(t_grank)) if count >= smallest else np.nan,
            "no_test_reason": reason,
        }

    def _brown_warner(self, number: int, mean: float, length: int) -> float:
        """The mean over the deviation of the members' mean on the days of estimation."""
        count = self._day_count[number]
        daily = self._day_sum[number][count > 0] / count[count > 0]
        return float(mean / (np.sqrt(length) * _deviation(daily)))


@dataclass(frozen=True)
class _Portfolio:
    """Equal-weight portfolios, one an event day, over their estimation windows."""

    members: Whole
    starts: Whole
    returns: Floats
    benchmark: Floats


def _preferred(
    count: int, days: int, length: int, statistics: dict[str, float], smallest: int
) -> tuple[str | None, str | None]:
    """The test that may be read, or why there is none.

    The one portfolio of a single session is compared with those of the estimation window, session
    with session. For a longer window there is nothing alike to compare it with: the sums of
    neighboring sessions overlap, so that 220 sessions hold 22 independent sums of ten, and the
    spread of the shares in the window itself says more than that of a year before.
    """
    if count < smallest:
        return None, "too_few_pairs"
    name = "t_portfolio" if days == 1 and length == 1 else "t_adj_bmp"
    return (name, None) if np.isfinite(statistics[name]) else (None, "no_spread")


def _deviation(values: Floats) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else float("nan")


def _rows_of(seen: NDArray[np.bool_], rows: Whole, whole: bool) -> NDArray[np.bool_]:
    """The rows of a table that is True everywhere when `whole`, which one row tells of another."""
    return seen[: len(rows)] if whole else seen[rows]


def _weighted(weights: Floats, values: Floats | NDArray[np.bool_]) -> Floats:
    """The weighted sum of the rows; BLAS would start threads for one line of a product."""
    return np.asarray(np.einsum("i,ij->j", weights, values), dtype=np.float64)


def _ranks(values: Floats, whole: bool) -> Floats:
    """Rank of each value within its row, ties sharing the mean; of no use where it is NaN."""
    order = np.argsort(values, axis=1)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, values.shape[1] + 1)[None, :], axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    tied = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
    if len(tied):
        some = values[tied] if whole else np.where(np.isnan(values[tied]), np.inf, values[tied])
        ranks[tied] = rankdata(some, axis=1)
    return ranks


def _ranks_with(
    values: Floats, ranks: Floats, more: Floats, observed: Whole
) -> tuple[Floats, Floats]:
    """Ranks within each row of `values` and `more` together, given those of `values` alone."""
    shifted = ranks.copy()
    own = rankdata(more, axis=1) if more.shape[1] > 1 else np.ones(more.shape)
    for column in range(more.shape[1]):
        one = more[:, column, None]
        above = values > one
        shifted += above
        own[:, column] += observed - np.count_nonzero(above, axis=1)
        equal = values == one
        if equal.any():
            shifted += 0.5 * equal
            own[:, column] -= 0.5 * np.count_nonzero(equal, axis=1)
    return shifted, own


def _rank_statistic(sums: Floats, counts: Floats, length: int, *, by_members: bool) -> float:
    """Sum of the window's rank means over the deviation of those of all days.

    A day counts with its mean over the members seen (Corrado), or with its sum over the root of
    their number (Corrado and Zivney). The variance is divided by the mean number of days a member
    is seen on.
    """
    days = int(np.count_nonzero(counts))
    counts, sums = counts[counts > 0], sums[counts > 0]
    daily = sums / (np.sqrt(counts) if by_members else counts)
    if days <= length:
        return float("nan")
    members = counts.max()
    deviation = np.sqrt(np.sum(daily**2) / (counts.sum() / members))
    return float(daily[-length:].sum() / (deviation * np.sqrt(length))) if deviation else np.nan


def _grank_statistic(sums: Floats, counts: Floats, members: int) -> tuple[float, float]:
    used = counts > 0
    daily = sums[used] / counts[used]
    days = len(daily)
    if days <= 3 or members < 2:
        return float("nan"), 1.0
    deviation = np.sqrt(np.sum(counts[used] / members * daily**2) / days)
    if not deviation > 0:
        return float("nan"), 1.0
    z_value = daily[-1] / deviation
    left = days - 1 - z_value**2
    return float(z_value * np.sqrt((days - 2) / left)) if left > 0 else np.nan, float(days - 2)


def _correlation_sum(
    residual: Floats, seen: NDArray[np.bool_], starts: Whole, whole: bool
) -> float:
    """Sum of the correlations of all ordered pairs of different rows of one day."""
    ends = np.r_[starts[1:], len(residual)]
    if whole:
        return _complete_sum(residual, seen, starts, ends - starts)
    total = 0.0
    for start, end in zip(starts, ends, strict=True):
        own, mask = residual[start:end], seen[start:end]
        if (mask == mask[0]).all():
            total += _complete_sum(own, mask, np.zeros(1, np.int64), np.array([end - start]))
        else:
            total += _pairwise_sum(own, mask.astype(np.float64))
    return total


def _complete_sum(residual: Floats, seen: NDArray[np.bool_], starts: Whole, sizes: Whole) -> float:
    observed = np.count_nonzero(seen, axis=1)
    centered = residual - (residual.sum(axis=1) / observed)[:, None]
    if not seen.all():
        centered[~seen] = 0.0
    length = np.sqrt(np.einsum("ij,ij->i", centered, centered))
    with np.errstate(divide="ignore", invalid="ignore"):
        centered /= length[:, None]
    centered[~(length > 0)] = 0.0
    summed = np.add.reduceat(centered, starts, axis=0)
    own = np.add.reduceat((length > 0).astype(np.float64), starts)
    return float((np.einsum("ij,ij->i", summed, summed) - own)[sizes > 1].sum())


def _pairwise_sum(residual: Floats, mask: Floats) -> float:
    """As above where the rows are not seen on the same days: over the days both are seen."""
    both = mask @ mask.T
    first = residual @ mask.T
    squares = (residual * residual) @ mask.T
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = residual @ residual.T - first * first.T / both
        variance = squares - first**2 / both
        correlation = covariance / np.sqrt(variance * variance.T)
    np.fill_diagonal(correlation, 0.0)
    return float(np.nansum(np.where(both > 2, correlation, 0.0)))


def _portfolios(
    part: Estimates, rows: Whole, starts: Whole, seen: NDArray[np.bool_], whole: bool
) -> _Portfolio:
    everyone = len(rows) == len(part.returns)
    returns = part.returns if everyone else part.returns[rows]
    benchmark = part.benchmark if everyone else part.benchmark[rows]
    if whole:
        size = np.diff(np.r_[starts, len(rows)])[:, None].astype(np.float64)
    else:
        returns, benchmark = np.where(seen, returns, 0.0), np.where(seen, benchmark, 0.0)
        size = np.add.reduceat(seen, starts, axis=0, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _Portfolio(
            part.first + rows,
            starts,
            np.add.reduceat(returns, starts, axis=0) / size,
            np.add.reduceat(benchmark, starts, axis=0) / size,
        )
