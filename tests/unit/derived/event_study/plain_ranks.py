"""Rank tests written from their formulas in plain Python, for comparison with the kernel.

Belongs here: one pair after another, one number after another, with the standard library alone.
Does not belong here: anything of the kernel, a test.

Corrado 1989 (Journal of Financial Economics 23(2), 385-395), Corrado and Zivney 1992 (Journal of
Financial and Quantitative Analysis 27(3), 465-478), Kolari and Pynnonen 2011 (Journal of Empirical
Finance 18(5), 953-971).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev


@dataclass(frozen=True)
class Pair:
    """A pair: residuals of the estimation window (None: not seen), abnormal returns after it."""

    residuals: list[float | None]
    abnormal: list[float]
    spread: float
    standardized: float


def plain_pair(
    market: list[float], share: list[float | None], ahead: list[float], moved: list[float]
) -> Pair:
    """The market model of one share: over the estimation window, and over a window after it."""
    seen = [(x, y) for x, y in zip(market, share, strict=True) if y is not None]
    x_mean, y_mean = mean(x for x, _ in seen), mean(y for _, y in seen)
    variation = sum((x - x_mean) ** 2 for x, _ in seen)
    beta = sum((x - x_mean) * (y - y_mean) for x, y in seen) / variation
    alpha = y_mean - beta * x_mean
    residuals = [
        None if y is None else y - alpha - beta * x for x, y in zip(market, share, strict=True)
    ]
    squares = sum(one * one for one in residuals if one is not None)
    spread = sqrt(squares / (len(seen) - 2))
    abnormal = [y - alpha - beta * x for x, y in zip(ahead, moved, strict=True)]
    length = len(ahead)
    error = length + length**2 / len(seen) + (sum(ahead) - length * x_mean) ** 2 / variation
    return Pair(residuals, abnormal, spread, sum(abnormal) / (spread * sqrt(error)))


def _ranks(values: list[float | None]) -> list[float | None]:
    """1 for the lowest; equal ones share the mean of their ranks."""
    known = [one for one in values if one is not None]
    return [
        None
        if own is None
        else sum(one < own for one in known) + (sum(one == own for one in known) + 1) / 2
        for own in values
    ]


def _table(pairs: list[Pair]) -> tuple[list[list[float | None]], list[int]]:
    """Ranks of each pair over estimation and window, and the days it is seen on."""
    ranks = [_ranks([*pair.residuals, *pair.abnormal]) for pair in pairs]
    return ranks, [sum(one is not None for one in row) for row in ranks]


def corrado(pairs: list[Pair]) -> list[float]:
    """The statistic of each session of the window.

    The mean over the shares of K - (T + 1) / 2, over its deviation on all days.
    """
    ranks, days = _table(pairs)
    daily = []
    for one_day in zip(*ranks, strict=True):
        apart = [
            rank - (seen + 1) / 2
            for rank, seen in zip(one_day, days, strict=True)
            if rank is not None
        ]
        daily.append(mean(apart))
    deviation = sqrt(sum(one * one for one in daily) / mean(days))
    return [one / deviation for one in daily[-len(pairs[0].abnormal) :]]


def corrado_zivney(pairs: list[Pair]) -> list[float]:
    """The statistic of each session: the sum of K / (T + 1) - 1/2 over the root of the number."""
    ranks, days = _table(pairs)
    daily = []
    for one_day in zip(*ranks, strict=True):
        apart = [
            rank / (seen + 1) - 0.5
            for rank, seen in zip(one_day, days, strict=True)
            if rank is not None
        ]
        daily.append(sum(apart) / sqrt(len(apart)))
    deviation = sqrt(sum(one * one for one in daily) / mean(days))
    return [one / deviation for one in daily[-len(pairs[0].abnormal) :]]


def over_the_window(statistics: list[float]) -> float:
    """Of all sessions together: their sum over the root of their number."""
    return sum(statistics) / sqrt(len(statistics))


def generalized(pairs: list[Pair]) -> float:
    """The t of the generalized rank: the cumulative return is one day among the others."""
    spread = stdev(pair.standardized for pair in pairs)
    rows = []
    for pair in pairs:
        scaled = [None if one is None else one / pair.spread for one in pair.residuals]
        ranks = _ranks([*scaled, pair.standardized / spread])
        seen = sum(one is not None for one in ranks)
        rows.append([None if one is None else one / (seen + 1) - 0.5 for one in ranks])
    means, weights = [], []
    for one_day in zip(*rows, strict=True):
        apart = [one for one in one_day if one is not None]
        means.append(mean(apart))
        weights.append(len(apart) / len(pairs))
    days = len(means)
    deviation = sqrt(
        sum(weight * one * one for weight, one in zip(weights, means, strict=True)) / days
    )
    z = means[-1] / deviation
    return z * sqrt((days - 2) / (days - 1 - z * z))
