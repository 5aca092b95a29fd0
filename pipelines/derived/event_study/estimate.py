"""What every observation did in every window, as compact arrays.

Belongs here: gathering windows, the declared models, the first reason that stands in the way of
each, clean and censored windows, paths.
Does not belong here: where an observation stands (locate), tests of groups, result tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from pipelines.derived.event_study.config import (
    EXPECTATION_MODELS,
    StudyConfig,
    Window,
)
from pipelines.derived.event_study.event_days import overlapping
from pipelines.derived.event_study.groups import Estimates
from pipelines.derived.event_study.locate import Located, Market, Reasons, first_of
from pipelines.derived.event_study.ols import (
    Fit,
    Floats,
    fit_model,
    forecast_variance,
    quantile_p,
    running_sums,
    two_sided,
)

OBSERVATIONS_AT_ONCE = 2048
"""Observations whose estimation windows are in memory together: 3.6 MB for each array of them."""

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class PriceMoves:
    """A price model: one row an observation, one column a window."""

    windows: tuple[Window, ...]
    returns: Floats
    reason: NDArray[np.int8]
    is_censored: Flags


@dataclass(frozen=True)
class ModelMoves:
    """An expectation model: one row an observation, one column a window of the configuration."""

    observations: Whole
    freedom: Whole
    alpha: Floats
    beta: Floats
    residual_std: Floats
    positive_share: Floats
    return_sum: Floats
    benchmark_sum: Floats
    cumulative: Floats
    standardized: Floats
    p_value: Floats
    p_quantile: Floats
    reason: NDArray[np.int8]
    path: Floats
    path_band: Floats


@dataclass(frozen=True)
class Estimated:
    """All figures of a study. `overlaps` names the earlier observation a window overlaps."""

    located: Located
    prices: dict[str, PriceMoves]
    models: dict[str, ModelMoves]
    dropped: Whole
    is_undisturbed: Flags
    overlaps: Whole


def estimate(located: Located, config: StudyConfig) -> Estimated:
    """Compute every declared model for every observation."""
    count = len(located.observations.series)
    work = _Work(located, config)
    prices = _price_arrays(config, count)
    models = {
        name: _model_arrays(config, count, has_path=name in config.path_models)
        for name in EXPECTATION_MODELS
        if name in config.models
    }
    dropped = np.zeros(count, dtype=np.int64)
    for rows in chunks(located.observations.event_day):
        part = _Part(work, rows)
        part.fill_prices(prices)
        for name, arrays in models.items():
            part.fill_model(name, arrays)
        dropped[rows] = part.dropped
    return Estimated(located, prices, models, dropped, work.undisturbed(), work.overlaps(prices))


def chunks(event_day: Whole) -> Iterator[slice]:
    """Runs of whole event days, of OBSERVATIONS_AT_ONCE observations unless one day has more."""
    if not len(event_day):
        return
    ends = np.r_[np.flatnonzero(event_day[1:] != event_day[:-1]) + 1, len(event_day)]
    begin = 0
    while begin < len(event_day):
        within = ends[(ends > begin) & (ends <= begin + OBSERVATIONS_AT_ONCE)]
        end = int(within[-1]) if len(within) else int(ends[ends > begin][0])
        yield slice(begin, end)
        begin = end


def group_estimates(estimated: Estimated, model: str, config: StudyConfig) -> Iterator[Estimates]:
    """The estimation windows of all observations again, chunk by chunk, for tests of groups."""
    work = _Work(estimated.located, config)
    for rows in chunks(estimated.located.observations.event_day):
        yield _Part(work, rows).estimates(model, estimated.models[model])


def _price_arrays(config: StudyConfig, count: int) -> dict[str, PriceMoves]:
    arrays = {}
    for name, windows in (
        ("raw_return", config.windows),
        ("intraday_low", config.intraday_windows),
        ("intraday_high", config.intraday_windows),
    ):
        shape = (count, len(windows))
        arrays[name] = PriceMoves(
            windows,
            np.full(shape, np.nan),
            np.zeros(shape, dtype=np.int8),
            np.zeros(shape, dtype=np.bool_),
        )
    return arrays


def _model_arrays(config: StudyConfig, count: int, *, has_path: bool) -> ModelMoves:
    shape = (count, len(config.windows))
    path = (count if has_path else 0, config.path[1] - config.path[0] + 1)

    def one() -> Floats:
        return np.full(count, np.nan)

    def each() -> Floats:
        return np.full(shape, np.nan)

    return ModelMoves(
        observations=np.zeros(count, np.int64),
        freedom=np.zeros(count, np.int64),
        alpha=one(),
        beta=one(),
        residual_std=one(),
        positive_share=one(),
        return_sum=each(),
        benchmark_sum=each(),
        cumulative=each(),
        standardized=each(),
        p_value=each(),
        p_quantile=each(),
        reason=np.zeros(shape, dtype=np.int8),
        path=np.full(path, np.nan),
        path_band=np.full(path, np.nan),
    )


class _Work:
    """A located study with what all its parts share."""

    def __init__(self, located: Located, config: StudyConfig) -> None:
        self.located, self.config = located, config
        self.span = config.span
        self.has_dropped = bool(located.confounders.dropped.any())
        panel = located.panel
        self.traded_before = np.concatenate(
            [np.zeros(1, np.int64), np.cumsum(np.isfinite(panel.close), dtype=np.int64)]
        )

    def undisturbed(self) -> Flags:
        """No own news around day 0 or in the window, no shock of the market in it."""
        observations, panel = self.located.observations, self.located.panel
        at = panel.start[observations.series] + observations.day0
        confounders = self.located.confounders
        found = np.zeros((len(at), len(self.config.windows)), dtype=np.bool_)
        for column, (start, end) in enumerate(self.config.windows):
            first, last = min(start, -1), max(end, 1)
            own = confounders.own_before[at + last + 1] - confounders.own_before[at + first]
            market = confounders.market_before[at + end + 1] - confounders.market_before[at + start]
            found[:, column] = (own == 0) & (market == 0)
        return found

    def overlaps(self, prices: dict[str, PriceMoves]) -> Whole:
        observations = self.located.observations
        found = np.full((len(observations.series), len(self.config.windows)), -1, dtype=np.int64)
        for column, (start, end) in enumerate(self.config.windows):
            counts = observations.is_default & (prices["raw_return"].reason[:, column] == 0)
            found[:, column] = overlapping(
                observations.series, observations.day0, counts, start, end
            )
        return found


class _Part:
    """A run of observations."""

    def __init__(self, work: _Work, rows: slice) -> None:
        self._work, self._rows = work, rows
        located, config = work.located, work.config
        observations = located.observations
        self._numbers = np.arange(rows.start, rows.stop)
        self._series = observations.series[rows]
        self._day0 = observations.day0[rows]
        self._reason = observations.reason[rows]
        self._limited_from = observations.limited_from[rows]
        self._limit = (observations.limit_pct[rows] - config.limit_tolerance_pct) / 100.0
        self._estimation_first = self._day0 + config.estimation_start
        panel = located.panel
        self._returns = panel.gather(
            panel.returns, self._series, self._estimation_first, config.estimation_length
        )
        self.dropped = np.zeros(len(self._series), dtype=np.int64)
        if self._limited_from.any():
            session = self._estimation_first[:, None] + np.arange(config.estimation_length)
            free = session < self._limited_from[:, None]
            self.dropped += np.count_nonzero(free & np.isfinite(self._returns), axis=1)
            self._returns[free] = np.nan
        if work.has_dropped:
            dropped = panel.gather(
                located.confounders.dropped,
                self._series,
                self._estimation_first,
                config.estimation_length,
            )
            self.dropped += np.count_nonzero(dropped & np.isfinite(self._returns), axis=1)
            self._returns[dropped] = np.nan
        self._span_returns = self._span(panel.returns)

    def _span(self, values: Floats) -> Floats:
        start, end = self._work.span
        panel = self._work.located.panel
        return panel.gather(values, self._series, self._day0 + start, end - start + 1)

    def _inside(self, window: Window) -> slice:
        return slice(window[0] - self._work.span[0], window[1] - self._work.span[0] + 1)

    def _prior_close(self, window: Window) -> Floats:
        panel = self._work.located.panel
        return panel.gather(panel.close, self._series, self._day0 + window[0] - 1, 1)[:, 0]

    def _common_reason(self, window: Window, prior: Floats) -> Reasons:
        panel = self._work.located.panel
        free = (self._limited_from > 0) & (self._day0 + window[0] < self._limited_from)
        reason = first_of(self._reason, "first_sessions", free)
        after = self._day0 + window[1] > panel.last_bar[self._series]
        reason = first_of(reason, "window_after_last_bar", after)
        return first_of(reason, "missing_prior_close", np.isnan(prior))

    def _censored(self, window: Window, reason: Reasons, *moves: Floats) -> Flags:
        daily = np.column_stack([self._span_returns[:, self._inside(window)], *moves])
        with np.errstate(invalid="ignore"):
            reached = np.abs(daily) >= self._limit[:, None]
        return np.asarray(reached.any(axis=1) & (reason == 0), dtype=np.bool_)

    def fill_prices(self, prices: dict[str, PriceMoves]) -> None:
        panel = self._work.located.panel
        closes = self._span(panel.close)
        moves = prices["raw_return"]
        for column, window in enumerate(moves.windows):
            prior = self._prior_close(window)
            inside = closes[:, self._inside(window)]
            reason = first_of(
                self._common_reason(window, prior), "missing_close", _any_missing(inside)
            )
            self._keep(moves, column, inside[:, -1] / prior - 1.0, reason)
            moves.is_censored[self._rows, column] = self._censored(window, reason)
        if not ({"intraday_low", "intraday_high"} & set(self._work.config.models)):
            return
        for name, values, extreme, missing in (
            ("intraday_low", self._span(panel.low), np.min, "missing_low"),
            ("intraday_high", self._span(panel.high), np.max, "missing_high"),
        ):
            moves = prices[name]
            for column, window in enumerate(moves.windows):
                prior = self._prior_close(window)
                inside = values[:, self._inside(window)]
                reason = first_of(self._common_reason(window, prior), missing, _any_missing(inside))
                move = extreme(inside, axis=1) / prior - 1.0
                self._keep(moves, column, move, reason)
                moves.is_censored[self._rows, column] = self._censored(window, reason, move)

    def _keep(self, moves: PriceMoves, column: int, values: Floats, reason: Reasons) -> None:
        moves.returns[self._rows, column] = np.where(reason == 0, values, np.nan)
        moves.reason[self._rows, column] = reason

    def _market(self, model: str) -> Market | None:
        if model == "mean_adjusted":
            return None
        located = self._work.located
        return located.peers if model == "peer_adjusted" else located.index

    def _benchmark(self, model: str) -> tuple[Floats, Floats]:
        """The benchmark over estimation window and span; zero where a model needs none."""
        config, (start, end) = self._work.config, self._work.span
        market = self._market(model)
        if market is None:
            return np.zeros_like(self._returns), np.zeros_like(self._span_returns)
        return (
            market.gather(self._numbers, self._estimation_first, config.estimation_length),
            market.gather(self._numbers, self._day0 + start, end - start + 1),
        )

    def fill_model(self, model: str, arrays: ModelMoves) -> None:
        config, rows = self._work.config, self._rows
        benchmark, span_benchmark = self._benchmark(model)
        fit, residual = fit_model(model, benchmark, self._returns)
        for name in ("observations", "freedom", "alpha", "beta", "residual_std"):
            getattr(arrays, name)[rows] = getattr(fit, name)
        missing = np.isnan(residual)
        has_missing = bool(missing.any())
        with np.errstate(divide="ignore", invalid="ignore"):
            arrays.positive_share[rows] = np.count_nonzero(residual > 0, axis=1) / fit.observations
        running = running_sums(np.where(missing, 0.0, residual) if has_missing else residual)
        missing_before = running_sums(missing.astype(np.int64)) if has_missing else None
        abnormal = self._span_returns - fit.alpha[:, None] - fit.beta[:, None] * span_benchmark
        model_reason = self._model_reason(model, fit)
        for column, window in enumerate(config.windows):
            inside = self._inside(window)
            length = window[1] - window[0] + 1
            prior = self._prior_close(window)
            reason = first_of(
                self._common_reason(window, prior),
                "missing_close",
                _any_missing(self._span_returns[:, inside]),
            )
            market = span_benchmark[:, inside]
            reason = np.where(reason == 0, model_reason[0], reason)
            reason = first_of(reason, "missing_benchmark_close", _any_missing(market))
            reason = np.where(reason == 0, model_reason[1], reason)
            usable = reason == 0
            market_sum = market.sum(axis=1)
            cumulative = np.where(usable, abnormal[:, inside].sum(axis=1), np.nan)
            variance = forecast_variance(fit, market_sum, length)
            standardized = cumulative / np.sqrt(variance)
            arrays.return_sum[rows, column] = np.where(
                usable, self._span_returns[:, inside].sum(axis=1), np.nan
            )
            arrays.benchmark_sum[rows, column] = np.where(usable, market_sum, np.nan)
            arrays.cumulative[rows, column] = cumulative
            arrays.standardized[rows, column] = standardized
            arrays.p_value[rows, column] = two_sided(standardized, fit.freedom)
            p_quantile = quantile_p(running, missing_before, cumulative, length)
            arrays.p_quantile[rows, column] = np.where(
                np.isfinite(standardized), p_quantile, np.nan
            )
            arrays.reason[rows, column] = reason
        if len(arrays.path):
            self._fill_path(arrays, fit, abnormal, span_benchmark, model_reason)

    def _model_reason(self, model: str, fit: Fit) -> tuple[Reasons, Reasons]:
        """What stands in the way of a model before its window is looked at, and after."""
        located, config = self._work.located, self._work.config
        panel, count = located.panel, len(self._series)
        before = np.zeros(count, dtype=np.int8)
        first = np.maximum(self._estimation_first, panel.first_bar[self._series])
        last = np.maximum(self._day0 + config.estimation_end, first - 1)
        start = panel.start[self._series]
        traded = (
            self._work.traded_before[start + last + 1] - self._work.traded_before[start + first]
        )
        before = first_of(
            before, "thin_trading", traded < config.trading_share * (last - first + 1)
        )
        market = self._market(model)
        if market is not None:
            before = np.where(before == 0, market.reason[self._rows], before)
        if model == "peer_adjusted":
            before = first_of(before, "too_few_peers", fit.observations == 0)
        after = first_of(
            np.zeros(count, dtype=np.int8),
            "short_estimation_window",
            fit.observations < config.minimum_observations,
        )
        return before, first_of(after, "constant_benchmark", np.isnan(fit.beta))

    def _fill_path(
        self,
        arrays: ModelMoves,
        fit: Fit,
        abnormal: Floats,
        benchmark: Floats,
        model_reason: tuple[Reasons, Reasons],
    ) -> None:
        inside = self._inside(self._work.config.path)
        usable = (self._reason == 0) & (model_reason[0] == 0) & (model_reason[1] == 0)
        path = np.where(usable[:, None], abnormal[:, inside], np.nan)
        arrays.path[self._rows] = path
        market = np.cumsum(benchmark[:, inside], axis=1)
        reach = stdtrit(np.maximum(fit.freedom, 1), 0.975)
        for step in range(path.shape[1]):
            variance = forecast_variance(fit, market[:, step], step + 1)
            arrays.path_band[self._rows, step] = reach * np.sqrt(variance)

    def estimates(self, model: str, arrays: ModelMoves) -> Estimates:
        benchmark, span_benchmark = self._benchmark(model)
        alpha, beta = arrays.alpha[self._rows, None], arrays.beta[self._rows, None]
        return Estimates(
            self._rows.start,
            self._returns - alpha - beta * benchmark,
            arrays.residual_std[self._rows],
            self._returns,
            benchmark,
            self._span_returns - alpha - beta * span_benchmark,
        )


def _any_missing(values: Floats) -> Flags:
    return np.asarray(np.isnan(values).any(axis=1), dtype=np.bool_)
