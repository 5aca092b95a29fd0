"""Expected returns for many windows at once.

Belongs here: batched fits of the declared models, the forecast variance of a cumulative abnormal
return, its t test and its test by sample quantile.
Does not belong here: prices, dates, which sessions make up a window, groups of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Floats = NDArray[np.float64]
Number = TypeVar("Number", np.float64, np.int64)

PERFECT_FIT = 1e-18
"""Residual variation below this part of the total is rounding, not a residual."""


@dataclass(frozen=True)
class Fit:
    """What a model expects of a security, one element a window; NaN where not estimable.

    Returns, alpha and residual_std are fractions for one session. `mean_error` is the variance of
    the estimated mean in units of the residual variance, `benchmark_variation` the sum of squared
    deviations of the benchmark from its mean (infinite where no slope is estimated), `freedom` the
    degrees of freedom of residual_std.
    """

    observations: NDArray[np.int64]
    freedom: NDArray[np.int64]
    alpha: Floats
    beta: Floats
    residual_std: Floats
    mean_error: Floats
    benchmark_mean: Floats
    benchmark_variation: Floats


def fit_market_model(benchmark: Floats, security: Floats) -> tuple[Fit, Floats]:
    """Least squares of every row of two equally shaped (windows, sessions) arrays, with residuals.

    A session where either is NaN is no observation; its residual is NaN. Each row is computed from
    deviations from its own mean, so one wild price elsewhere does not cost precision here.
    """
    seen = np.isfinite(benchmark) & np.isfinite(security)
    count = np.count_nonzero(seen, axis=1)
    whole = bool(seen.all())
    x = benchmark if whole else np.where(seen, benchmark, 0.0)
    y = security if whole else np.where(seen, security, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        x_mean = x.sum(axis=1) / count
        y_mean = y.sum(axis=1) / count
        dx = x - x_mean[:, None]
        dy = y - y_mean[:, None]
        if not whole:
            dx[~seen] = 0.0
            dy[~seen] = 0.0
        sxx = _squares(dx)
        constant = sxx <= PERFECT_FIT * np.maximum(_squares(x), np.finfo(np.float64).tiny)
        sxx = np.where(constant, 0.0, sxx)
        beta = np.where(constant, np.nan, np.einsum("ij,ij->i", dx, dy) / sxx)
        alpha = y_mean - beta * x_mean
        residual = dx
        residual *= -beta[:, None]
        residual += dy
        sse = _squares(residual)
        perfect = sse <= PERFECT_FIT * _squares(dy)
        sse = np.where(perfect, 0.0, sse)
        residual[perfect] = 0.0
        residual_std = np.where(count > 2, np.sqrt(sse / (count - 2)), np.nan)
        mean_error = 1.0 / count
    if not whole:
        residual[~seen] = np.nan
    return Fit(count, count - 2, alpha, beta, residual_std, mean_error, x_mean, sxx), residual


def fit_mean_model(security: Floats) -> tuple[Fit, Floats]:
    """The mean return of every row, with its residuals: no benchmark is asked."""
    seen = np.isfinite(security)
    count = np.count_nonzero(seen, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(seen, security, 0.0).sum(axis=1) / count
        residual = security - mean[:, None]
        residual[~seen] = np.nan
        spread = np.sqrt(_squares(np.where(seen, residual, 0.0)) / (count - 1))
        mean_error = 1.0 / count
    nothing = np.zeros(len(count))
    return Fit(
        count, count - 1, mean, nothing, spread, mean_error, nothing, nothing + np.inf
    ), residual


def fit_market_adjusted(benchmark: Floats, security: Floats) -> tuple[Fit, Floats]:
    """Alpha 0 and beta 1: the residual is the return beyond that of the benchmark."""
    residual = security - benchmark
    seen = np.isfinite(residual)
    count = np.count_nonzero(seen, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(seen, residual, 0.0).sum(axis=1) / count
        deviation = np.where(seen, residual - mean[:, None], 0.0)
        spread = np.sqrt(_squares(deviation) / (count - 1))
    nothing = np.zeros(len(count))
    return Fit(
        count, count - 1, nothing, nothing + 1.0, spread, nothing, nothing, nothing + np.inf
    ), residual


def fit_model(model: str, benchmark: Floats, security: Floats) -> tuple[Fit, Floats]:
    """The fit of an expectation model by its name."""
    if model == "mean_adjusted":
        return fit_mean_model(security)
    if model == "market_adjusted":
        return fit_market_adjusted(benchmark, security)
    return fit_market_model(benchmark, security)


def _squares(values: Floats) -> Floats:
    summed: Floats = np.einsum("ij,ij->i", values, values)
    return summed


def forecast_variance(fit: Fit, benchmark: Floats, length: int) -> Floats:
    """Variance of a cumulative abnormal return of `length` sessions, as a fraction squared.

    `benchmark` is the sum of the benchmark over them. The residual variance of the sessions, plus
    the error of the estimated intercept and slope (MacKinlay 1997, Event Studies in Economics and
    Finance, Journal of Economic Literature 35(1), 13-39). NaN where the model leaves no residual.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = benchmark - length * fit.benchmark_mean
        slope = np.where(
            np.isinf(fit.benchmark_variation), 0.0, deviation**2 / fit.benchmark_variation
        )
        variance = fit.residual_std**2 * (length + length**2 * fit.mean_error + slope)
    return np.where(variance > 0, variance, np.nan)


def two_sided(statistic: Floats, freedom: NDArray[np.int64]) -> Floats:
    """Two-sided p value of Student's t."""
    p_value: Floats = 2.0 * stdtr(np.maximum(freedom, 1), -np.abs(statistic))
    return p_value


def quantile_p(
    running: Floats, missing: NDArray[np.int64] | None, cumulative: Floats, length: int
) -> Floats:
    """The part of all sums of `length` neighboring residuals that is as far from zero.

    (1 + #{|sum| >= |cumulative|}) / (number of sums + 1), one element a row (Gelbach, Helland and
    Klick 2013, Valid Inference in Single-Firm, Single-Event Studies, American Law and Economics
    Review 15(2), 495-541). `running` are the running sums of the residuals with a zero before the
    first, `missing` those of the sessions without residual (None when there are none): a sum over
    a missing one does not count. NaN where nothing is to be compared.
    """
    sums = running[:, length:] - running[:, :-length]
    np.abs(sums, out=sums)
    as_far = sums >= np.abs(cumulative)[:, None]
    if missing is None:
        counted = np.full(len(sums), sums.shape[1])
    else:
        whole = missing[:, length:] == missing[:, :-length]
        counted = np.count_nonzero(whole, axis=1)
        as_far &= whole
    p_value = (1.0 + np.count_nonzero(as_far, axis=1)) / (counted + 1.0)
    return np.where((counted > 0) & np.isfinite(cumulative), p_value, np.nan)


def studentized_p(
    fit: Fit, benchmark: Floats, residual: Floats, ahead: Floats, abnormal: Floats
) -> Floats:
    """The quantile p of one session's abnormal return, each session in its own standard deviation.

    `benchmark` and `residual` are those of the estimation window, `ahead` the benchmark's return on
    the session. A residual varies by 1 - h of the residual variance and a forecast by 1 + h, h
    being the leverage of the session: the two are compared in those units, so that a session on
    which the benchmark moved far is not called abnormal for it (Cook and Weisberg 1982, Residuals
    and Influence in Regression, section 2.2).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.abs(residual) / np.sqrt(1.0 - _leverage(fit, benchmark))
        own = np.abs(abnormal) / np.sqrt(1.0 + _leverage(fit, ahead[:, None])[:, 0])
        as_far = np.count_nonzero(units >= own[:, None], axis=1)
    counted = np.count_nonzero(np.isfinite(units), axis=1)
    return np.where((counted > 0) & np.isfinite(own), (1.0 + as_far) / (counted + 1.0), np.nan)


def _leverage(fit: Fit, benchmark: Floats) -> Floats:
    """How far a session by itself determines what the fit expects of it."""
    variation = fit.benchmark_variation[:, None]
    deviation = (benchmark - fit.benchmark_mean[:, None]) ** 2
    slope = np.where(np.isinf(variation), 0.0, deviation / variation)
    return np.asarray(fit.mean_error[:, None] + slope)


def running_sums(values: NDArray[Number]) -> NDArray[Number]:
    """Running sums along each row, with a zero before the first."""
    sums = np.zeros((values.shape[0], values.shape[1] + 1), dtype=values.dtype)
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums


def benjamini_hochberg(p_values: Floats) -> Floats:
    """The q value of each p value within their family; NaN stays NaN and counts for nothing.

    The smallest false discovery rate at which the test would be called significant (Benjamini and
    Hochberg 1995, Controlling the False Discovery Rate, Journal of the Royal Statistical Society B
    57(1), 289-300).
    """
    q_values = np.full(len(p_values), np.nan)
    at = np.flatnonzero(np.isfinite(p_values))
    if len(at):
        order = at[np.argsort(p_values[at], kind="stable")]
        scaled = p_values[order] * len(at) / np.arange(1, len(at) + 1)
        q_values[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q_values
