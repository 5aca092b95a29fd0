"""The batched market model against textbook computations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipelines.derived.event_study.ols import cumulative_significance, fit_market_model


def test_a_line_through_three_points_computed_by_hand() -> None:
    # x = 1 2 4, y = 2 3 7: means 7/3 and 4, Sxx 14/3, Sxy 8, slope 12/7, intercept 0,
    # residuals 2/7 -3/7 1/7, sum of squares 14/49.
    fit = fit_market_model(np.array([[1.0, 2.0, 4.0]]), np.array([[2.0, 3.0, 7.0]]))
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
    fit = fit_market_model(x, y)
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
    fit = fit_market_model(x, y)
    market, own = np.array([0.01, -0.02, 0.004]), np.array([-0.03, 0.01, 0.02])
    abnormal = own - fit.alpha[0] - fit.beta[0] * market
    design = np.column_stack([np.ones(150), x[0]])
    ahead = np.column_stack([np.ones(3), market])
    covariance = fit.residual_std[0] ** 2 * (
        np.eye(3) + ahead @ np.linalg.inv(design.T @ design) @ ahead.T
    )
    expected_t = abnormal.sum() / np.sqrt(np.ones(3) @ covariance @ np.ones(3))
    t_statistic, p_value = cumulative_significance(
        fit, np.array([abnormal.sum()]), np.array([market.sum()]), 3
    )
    assert t_statistic[0] == pytest.approx(expected_t, rel=1e-10)
    assert p_value[0] == pytest.approx(2 * stats.t.sf(abs(expected_t), df=148), rel=1e-10)


def test_under_the_null_about_five_in_a_hundred_are_significant() -> None:
    random = np.random.default_rng(3)
    x = random.normal(0, 0.01, (4000, 130))
    y = 0.5 * x + random.normal(0, 0.02, x.shape)
    fit = fit_market_model(x[:, :125], y[:, :125])
    market = x[:, 125:].sum(axis=1)
    abnormal = y[:, 125:].sum(axis=1) - 5 * fit.alpha - fit.beta * market
    _, p_value = cumulative_significance(fit, abnormal, market, 5)
    assert 0.04 < (p_value < 0.05).mean() < 0.06


def test_nothing_is_claimed_where_nothing_can_be_estimated() -> None:
    nan = np.nan
    constant, empty, perfect = [0.01] * 4, [nan] * 4, [0.01, 0.02, 0.04, -0.01]
    x = np.array([constant, empty, perfect])
    y = np.array([perfect, perfect, [3 * value + 0.001 for value in perfect]])
    fit = fit_market_model(x, y)
    assert np.isnan(fit.beta).tolist() == [True, True, False]
    assert fit.residual_std[2] == 0.0
    t_statistic, p_value = cumulative_significance(fit, np.full(3, 0.02), np.zeros(3), 1)
    assert np.isnan(t_statistic).all()
    assert np.isnan(p_value).all()


def test_a_wild_price_in_one_window_does_not_touch_another() -> None:
    random = np.random.default_rng(5)
    x, y = random.normal(0, 0.01, (2, 130)), random.normal(0, 0.02, (2, 130))
    alone = fit_market_model(x[1:], y[1:])
    y[0, 3] = 1e9
    beside = fit_market_model(x, y)
    assert beside.beta[1] == alone.beta[0]
    assert beside.residual_std[1] == alone.residual_std[0]
