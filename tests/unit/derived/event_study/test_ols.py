"""The batched market model against textbook computations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipelines.derived.event_study.ols import (
    Fit,
    Floats,
    benjamini_hochberg,
    fit_market_adjusted,
    fit_market_model,
    fit_mean_model,
    forecast_variance,
    quantile_p,
    two_sided,
)


def significance(fit: Fit, abnormal: Floats, market: Floats, length: int) -> tuple[Floats, Floats]:
    t_statistic = abnormal / np.sqrt(forecast_variance(fit, market, length))
    return t_statistic, two_sided(t_statistic, fit.freedom)


def test_a_line_through_three_points_computed_by_hand() -> None:
    # x = 1 2 4, y = 2 3 7: means 7/3 and 4, Sxx 14/3, Sxy 8, slope 12/7, intercept 0,
    # residuals 2/7 -3/7 1/7, sum of squares 14/49.
    fit, _ = fit_market_model(np.array([[1.0, 2.0, 4.0]]), np.array([[2.0, 3.0, 7.0]]))
    assert fit.observations.tolist() == [3]
    assert fit.beta[0] == pytest.approx(12 / 7)
    assert fit.alpha[0] == pytest.approx(0.0, abs=1e-15)
    assert fit.residual_std[0] == pytest.approx(np.sqrt(14 / 49))
    assert fit.benchmark_variation[0] == pytest.approx(14 / 3)


def test_batched_fits_equal_scipy_and_lstsq_window_by_window() -> None:
    random = np.random.default_rng(7)
    x = random.normal(0.0005, 0.01, (40, 220))
    y = 0.0002 + 1.3 * x + random.normal(0, 0.02, x.shape)
    x[random.random(x.shape) < 0.1] = np.nan
    y[random.random(y.shape) < 0.1] = np.nan
    fit, _ = fit_market_model(x, y)
    for row in range(len(x)):
        seen = np.isfinite(x[row]) & np.isfinite(y[row])
        line = stats.linregress(x[row][seen], y[row][seen])
        design = np.column_stack([np.ones(seen.sum()), x[row][seen]])
        solution, squares, _, _ = np.linalg.lstsq(design, y[row][seen])
        assert fit.observations[row] == seen.sum()
        assert fit.beta[row] == pytest.approx(line.slope, rel=1e-10)
        assert fit.alpha[row] == pytest.approx(solution[0], rel=1e-9)
        assert fit.residual_std[row] == pytest.approx(
            np.sqrt(squares[0] / (seen.sum() - 2)), rel=1e-10
        )


def test_significance_equals_the_prediction_variance_in_matrix_form() -> None:
    random = np.random.default_rng(11)
    x, y = random.normal(0, 0.01, (1, 150)), random.normal(0, 0.02, (1, 150))
    fit, _ = fit_market_model(x, y)
    market, own = np.array([0.01, -0.02, 0.004]), np.array([-0.03, 0.01, 0.02])
    abnormal = own - fit.alpha[0] - fit.beta[0] * market
    design = np.column_stack([np.ones(150), x[0]])
    ahead = np.column_stack([np.ones(3), market])
    covariance = fit.residual_std[0] ** 2 * (
        np.eye(3) + ahead @ np.linalg.inv(design.T @ design) @ ahead.T
    )
    expected_t = abnormal.sum() / np.sqrt(np.ones(3) @ covariance @ np.ones(3))
    t_statistic, p_value = significance(
        fit, np.array([abnormal.sum()]), np.array([market.sum()]), 3
    )
    assert t_statistic[0] == pytest.approx(expected_t, rel=1e-10)
    assert p_value[0] == pytest.approx(2 * stats.t.sf(abs(expected_t), df=148), rel=1e-10)


def test_under_the_null_about_five_in_a_hundred_are_significant() -> None:
    random = np.random.default_rng(3)
    x = random.normal(0, 0.01, (4000, 130))
    y = 0.5 * x + random.normal(0, 0.02, x.shape)
    fit, _ = fit_market_model(x[:, :125], y[:, :125])
    market = x[:, 125:].sum(axis=1)
    abnormal = y[:, 125:].sum(axis=1) - 5 * fit.alpha - fit.beta * market
    _, p_value = significance(fit, abnormal, market, 5)
    assert 0.04 < (p_value < 0.05).mean() < 0.06


def test_nothing_is_claimed_where_nothing_can_be_estimated() -> None:
    nan = np.nan
    constant, empty, perfect = [0.01] * 4, [nan] * 4, [0.01, 0.02, 0.04, -0.01]
    x = np.array([constant, empty, perfect])
    y = np.array([perfect, perfect, [3 * value + 0.001 for value in perfect]])
    fit, _ = fit_market_model(x, y)
    assert np.isnan(fit.beta).tolist() == [True, True, False]
    assert fit.residual_std[2] == 0.0
    t_statistic, p_value = significance(fit, np.full(3, 0.02), np.zeros(3), 1)
    assert np.isnan(t_statistic).all()
    assert np.isnan(p_value).all()


def test_a_wild_price_in_one_window_does_not_touch_another() -> None:
    random = np.random.default_rng(5)
    x, y = random.normal(0, 0.01, (2, 130)), random.normal(0, 0.02, (2, 130))
    alone, _ = fit_market_model(x[1:], y[1:])
    y[0, 3] = 1e9
    beside, _ = fit_market_model(x, y)
    assert beside.beta[1] == alone.beta[0]
    assert beside.residual_std[1] == alone.residual_std[0]


def test_residuals_stand_where_they_were_and_sum_to_zero() -> None:
    random = np.random.default_rng(13)
    x, y = random.normal(0, 0.01, (3, 60)), random.normal(0, 0.02, (3, 60))
    y[1, 7] = np.nan
    fit, residual = fit_market_model(x, y)
    assert np.isnan(residual[1, 7])
    assert np.isnan(residual).sum() == 1
    assert np.nansum(residual, axis=1) == pytest.approx(np.zeros(3), abs=1e-14)
    assert residual[0] == pytest.approx(y[0] - fit.alpha[0] - fit.beta[0] * x[0], abs=1e-15)


def test_the_mean_model_is_a_t_test_of_one_more_return() -> None:
    random = np.random.default_rng(17)
    y = random.normal(0.001, 0.02, (1, 80))
    fit, _ = fit_mean_model(y)
    t_statistic, p_value = significance(fit, np.array([0.05]) - fit.alpha, np.zeros(1), 1)
    expected = (0.05 - y.mean()) / (y.std(ddof=1) * np.sqrt(1 + 1 / 80))
    assert t_statistic[0] == pytest.approx(expected, rel=1e-12)
    assert p_value[0] == pytest.approx(2 * stats.t.sf(abs(expected), 79), rel=1e-12)


def test_market_adjusted_asks_nothing_of_the_estimation_but_its_spread() -> None:
    random = np.random.default_rng(19)
    x, y = random.normal(0, 0.01, (1, 80)), random.normal(0, 0.02, (1, 80))
    fit, residual = fit_market_adjusted(x, y)
    assert (fit.alpha[0], fit.beta[0], fit.freedom[0]) == (0.0, 1.0, 79)
    assert residual == pytest.approx(y - x)
    assert forecast_variance(fit, np.array([0.3]), 4)[0] == pytest.approx(4 * (y - x).var(ddof=1))


def running(values: Floats) -> Floats:
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def test_the_quantile_p_counts_sums_at_least_as_far_from_zero() -> None:
    residual = np.array([[1.0, -2.0, 3.0, -1.0]])
    for cumulative, length, expected in (
        (2.0, 1, (1 + 2) / 5),
        (-3.5, 1, 1 / 5),
        (1.0, 2, (1 + 3) / 4),
        (2.0, 2, (1 + 1) / 4),
    ):
        found = quantile_p(running(residual), None, np.array([cumulative]), length)
        assert found[0] == pytest.approx(expected), (cumulative, length)


def test_the_quantile_p_leaves_out_sums_over_a_missing_session() -> None:
    missing = np.array([[0, 0, 1, 1, 1]])
    found = quantile_p(running(np.array([[1.0, 0.0, 3.0, -1.0]])), missing, np.array([2.0]), 2)
    assert found[0] == pytest.approx((1 + 1) / 2)
    assert np.isnan(quantile_p(running(np.zeros((1, 4))), None, np.array([np.nan]), 1)[0])


def test_benjamini_hochberg_equals_scipy_and_skips_what_is_no_test() -> None:
    random = np.random.default_rng(23)
    p_values = random.random(50) ** 2
    p_values[[3, 17]] = np.nan
    q_values = benjamini_hochberg(p_values)
    known = np.isfinite(p_values)
    expected = stats.false_discovery_control(p_values[known], method="bh")
    assert q_values[known] == pytest.approx(expected, rel=1e-12)
    assert np.isnan(q_values[~known]).all()
    assert benjamini_hochberg(np.array([])).tolist() == []
