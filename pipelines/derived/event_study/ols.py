"""The market model for many windows at once.

Belongs here: batched least squares of one regressor and the test of a cumulative abnormal return.
Does not belong here: prices, dates, which sessions make up a window.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Floats = NDArray[np.float64]

PERFECT_FIT = 1e-18
"""Residual variation below this part of the total is rounding, not a residual."""


@dataclass(frozen=True)
class Fit:
    """Least squares of security on benchmark, one element a window; NaN where not estimable.

    Returns, alpha and residual_std are fractions for one session. `benchmark_variation` is the sum
    of squared deviations of the benchmark from its mean.
    """

    observations: NDArray[np.int64]
    alpha: Floats
    beta: Floats
    residual_std: Floats
    benchmark_mean: Floats
    benchmark_variation: Floats


def fit_market_model(benchmark: Floats, security: Floats) -> Fit:
    """Fit every row of two equally shaped (windows, sessions) arrays of simple returns.

    A session where either is NaN is no observation. Each row is computed from deviations from its
    own mean, so one wild price elsewhere does not cost precision here.
    """
    seen = np.isfinite(benchmark) & np.isfinite(security)
    count = seen.sum(axis=1)
    x = np.where(seen, benchmark, 0.0)
    y = np.where(seen, security, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        x_mean = x.sum(axis=1) / count
        y_mean = y.sum(axis=1) / count
        dx = np.where(seen, x - x_mean[:, None], 0.0)
        dy = np.where(seen, y - y_mean[:, None], 0.0)
        sxx = (dx * dx).sum(axis=1)
        constant = sxx <= PERFECT_FIT * np.maximum((x * x).sum(axis=1), np.finfo(np.float64).tiny)
        sxx = np.where(constant, 0.0, sxx)
        beta = np.where(constant, np.nan, (dx * dy).sum(axis=1) / sxx)
        alpha = y_mean - beta * x_mean
        residual = np.where(seen, dy - beta[:, None] * dx, 0.0)
        sse = (residual * residual).sum(axis=1)
        sse = np.where(sse <= PERFECT_FIT * (dy * dy).sum(axis=1), 0.0, sse)
        residual_std = np.where(count > 2, np.sqrt(sse / (count - 2)), np.nan)
    return Fit(count, alpha, beta, residual_std, x_mean, sxx)


def cumulative_significance(
    fit: Fit, abnormal: Floats, benchmark: Floats, length: int
) -> tuple[Floats, Floats]:
    """t statistic and two-sided p value of cumulative abnormal returns.

    `abnormal` and `benchmark` are sums over a window of `length` sessions, as fractions. The
    variance is that of a prediction: the residual variance of `length` sessions plus the error of
    the estimated intercept and slope (MacKinlay 1997, Event Studies in Economics and Finance,
    Journal of Economic Literature 35(1), 13-39), with observations minus 2 degrees of freedom.
    NaN where the model leaves no residual.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = benchmark - length * fit.benchmark_mean
        spread = length + length**2 / fit.observations + deviation**2 / fit.benchmark_variation
        variance = fit.residual_std**2 * spread
        t_statistic = np.where(variance > 0, abnormal / np.sqrt(variance), np.nan)
        p_value = 2.0 * stdtr(np.maximum(fit.observations - 2, 1), -np.abs(t_statistic))
    return t_statistic, p_value
