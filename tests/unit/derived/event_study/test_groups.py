"""Tests of groups: against other packages, under changes that must not matter, size and power."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from pipelines.derived.event_study import event_study
from pipelines.derived.event_study.config import GROUPS_SCHEMA
from tests.unit.derived.event_study.made_up import (
    DAYS,
    EVENTS_WITH_GROUP,
    FAST,
    Market,
    event,
    group,
    market,
    study,
)

MADE = market(1, 8, correlation=0.3)
FIRST, SECOND = 700, 900
STATISTICS = [
    field.name for field in GROUPS_SCHEMA if field.name[:2] in {"t_", "z_"} or "caar" in field.name
]


def two_days(**changes: Any) -> list[dict[str, Any]]:
    return [
        event(position, share, f"e{position}", **changes)
        for position in (FIRST, SECOND)
        for share in MADE.shares
    ]


def fitted(made: Market, share: int, position: int, length: int = 1) -> tuple[float, float, Any]:
    """Cumulative abnormal return and its t by statsmodels, with the fit."""
    estimation = slice(position - 250, position - 30)
    design = sm.add_constant(made.returns[0, estimation])
    fit = sm.OLS(made.returns[1 + share, estimation], design).fit()
    inside = slice(position, position + length)
    ahead = sm.add_constant(made.returns[0, inside], has_constant="add")
    cumulative = float((made.returns[1 + share, inside] - fit.predict(ahead)).sum())
    together = ahead.sum(axis=0)
    variance = fit.scale * (length + together @ (fit.normalized_cov_params @ together))
    return cumulative, cumulative / float(np.sqrt(variance)), fit


def same(row: dict[str, Any], expected: dict[str, Any]) -> None:
    for name in STATISTICS:
        assert row[name] == pytest.approx(expected[name], rel=1e-7, abs=1e-9), name


def test_pairs_and_groups_equal_statsmodels_and_scipy() -> None:
    found = study(MADE, two_days())
    pairs = {
        (row["event_id"], row["security_id"], row["window_end"]): row
        for row in found.reactions.to_pylist()
        if row["model"] == "market_model" and row["window_start"] == 0
    }
    for length, window in ((1, (0, 0)), (5, (0, 4))):
        cumulative, standardized, residuals = [], [], []
        for position in (FIRST, SECOND):
            for share, name in enumerate(MADE.shares):
                moved, scaled, fit = fitted(MADE, share, position, length)
                pair = pairs[f"e{position}", name, length - 1]
                assert pair["abnormal_return_pct"] == pytest.approx(100 * moved, abs=1e-9)
                assert pair["t_statistic"] == pytest.approx(scaled, rel=1e-9)
                assert pair["p_value"] == pytest.approx(2 * stats.t.sf(abs(scaled), 218), rel=1e-9)
                assert pair["alpha"] == pytest.approx(100 * fit.params[0], rel=1e-9)
                assert pair["beta"] == pytest.approx(fit.params[1], rel=1e-9)
                cumulative.append(moved)
                standardized.append(scaled)
                residuals.append(fit.resid)
        row = group(found, window)
        assert row["t_cross"] == pytest.approx(stats.ttest_1samp(cumulative, 0).statistic, rel=1e-9)
        bmp = stats.ttest_1samp(standardized, 0).statistic
        assert row["t_bmp"] == pytest.approx(bmp, rel=1e-9)
        within = [np.corrcoef(residuals[start : start + 8]).sum() - 8 for start in (0, 8)]
        correlation = sum(within) / (16 * 15)
        assert row["mean_correlation"] == pytest.approx(correlation, rel=1e-9)
        adjusted = bmp * np.sqrt((1 - correlation) / (1 + 15 * correlation))
        assert row["t_adj_bmp"] == pytest.approx(adjusted, rel=1e-9)
        assert row["preferred_test"] == "t_adj_bmp"
        assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(adjusted), 15), rel=1e-9)
        error = stats.sem(cumulative) * np.sqrt((1 + 15 * correlation) / (1 - correlation))
        low, high = stats.t.interval(0.95, 15, np.mean(cumulative), error)
        assert (row["caar_low_pct"], row["caar_high_pct"]) == pytest.approx((100 * low, 100 * high))


def test_one_day_is_one_portfolio() -> None:
    found = study(MADE, two_days()[:8])
    basket = Market(np.vstack([MADE.returns[0], MADE.returns[1:].mean(axis=0)]))
    _, scaled, fit = fitted(basket, 0, FIRST)
    row = group(found)
    assert row["t_portfolio"] == pytest.approx(scaled, rel=1e-9)
    assert (row["preferred_test"], row["preferred_statistic"]) == (
        "t_portfolio",
        row["t_portfolio"],
    )
    own = fit.get_influence().resid_studentized_internal
    as_far = int(np.count_nonzero(np.abs(own) >= abs(scaled)))
    assert row["p_value"] == pytest.approx((1 + as_far) / 221)


def test_one_day_over_several_sessions_is_read_by_the_adjusted_bmp() -> None:
    row = group(study(MADE, two_days()[:8]), (0, 4))
    pairs = [fitted(MADE, share, FIRST, 5) for share in range(8)]
    bmp = stats.ttest_1samp([scaled for _, scaled, _ in pairs], 0).statistic
    correlation = (np.corrcoef([fit.resid for *_, fit in pairs]).sum() - 8) / 56
    adjusted = bmp * np.sqrt((1 - correlation) / (1 + 7 * correlation))
    assert row["preferred_test"] == "t_adj_bmp"
    assert row["preferred_statistic"] == pytest.approx(adjusted, rel=1e-9)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(adjusted), 7), rel=1e-9)


def test_the_rank_tests_equal_ranks_taken_one_by_one() -> None:
    row = group(study(MADE, two_days()), (0, 1))
    ranks, gained = [], []
    pairs = [(position, share) for position in (FIRST, SECOND) for share in range(8)]
    scaled = np.array([fitted(MADE, share, position, 2)[1] for position, share in pairs])
    for (position, share), standardized in zip(pairs, scaled / scaled.std(ddof=1), strict=True):
        _, _, fit = fitted(MADE, share, position, 2)
        inside = slice(position, position + 2)
        event_returns = (
            MADE.returns[1 + share, inside]
            - fit.params[0]
            - fit.params[1] * MADE.returns[0, inside]
        )
        ranks.append(stats.rankdata(np.r_[fit.resid, event_returns]) / 223 - 0.5)
        gained.append(
            stats.rankdata(np.r_[fit.resid / np.sqrt(fit.scale), standardized]) / 222 - 0.5
        )
    daily = np.sum(ranks, axis=0) / 4
    assert row["z_rank"] == pytest.approx(
        daily[-2:].sum() / np.sqrt(2 * np.mean(daily**2)), rel=1e-9
    )
    one = np.mean(gained, axis=0)
    z = one[-1] / np.sqrt(np.mean(one**2))
    assert row["t_grank"] == pytest.approx(z * np.sqrt(219 / (220 - z**2)), rel=1e-9)
    assert row["p_grank"] == pytest.approx(2 * stats.t.sf(abs(row["t_grank"]), 219), rel=1e-9)


def test_series_seen_on_different_days_are_compared_where_both_are_seen() -> None:
    holes = MADE.returns.copy()
    names = MADE.shares
    bars = Market(holes).bars()
    gone = {("s00", 600), ("s01", 620), ("s01", 621)}
    on = {(name, DAYS[place].astype(dt.date)) for name, place in gone}
    keep = [
        (name, day) not in on
        for name, day in zip(
            bars["security_id"].to_pylist(), bars["session_on"].to_pylist(), strict=True
        )
    ]

    found = event_study(
        bars.filter(pa.array(keep)),
        pa.Table.from_pylist([event(FIRST, name) for name in names[:3]], schema=EVENTS_WITH_GROUP),
        MADE.benchmarks(),
        groups=["every"],
        config=FAST,
    )
    estimation = np.arange(FIRST - 250, FIRST - 30)
    residuals = np.full((3, 220), np.nan)
    for share in range(3):
        missing = {place + step for name, place in gone if name == names[share] for step in (0, 1)}
        seen = ~np.isin(estimation, list(missing))
        design = sm.add_constant(MADE.returns[0, estimation[seen]])
        residuals[share, seen] = (
            sm.OLS(MADE.returns[1 + share, estimation[seen]], design).fit().resid
        )
    total = 0.0
    for one in range(3):
        for other in range(3):
            both = np.isfinite(residuals[one]) & np.isfinite(residuals[other])
            if one != other:
                total += np.corrcoef(residuals[one, both], residuals[other, both])[0, 1]
    assert group(found)["mean_correlation"] == pytest.approx(total / 6, rel=1e-9)


def test_too_few_pairs_get_no_preferred_test() -> None:
    row = group(study(MADE, two_days()[:4]))
    assert (row["preferred_test"], row["p_value"], row["no_test_reason"]) == (
        None,
        None,
        "too_few_pairs",
    )
    assert (row["pair_count"], row["caar_low_pct"], row["caar_high_pct"]) == (4, None, None)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), factor=st.floats(0.01, 100))
def test_order_and_currency_change_no_group(seed: int, factor: float) -> None:
    random = np.random.default_rng(seed)
    rows = two_days()
    expected = study(MADE, rows)
    shuffled = study(MADE, [rows[place] for place in random.permutation(len(rows))])
    assert shuffled.groups.equals(expected.groups)
    same(group(shuffled, (0, 4)), group(expected, (0, 4)))


def test_an_event_split_in_two_on_one_day_changes_no_group() -> None:
    split = [row | {"event_id": row["event_id"] + "-again"} for row in two_days()[:8]]
    assert study(MADE, two_days() + split).groups.equals(study(MADE, two_days()).groups)


def test_a_guessed_event_changes_no_group_and_no_default_figure() -> None:
    guessed = [
        event(position, share, f"guess{position}", is_default=False, direction="loosen")
        for position in (FIRST, FIRST + 1, 800)
        for share in MADE.shares
    ]
    with_guess, without = study(MADE, two_days() + guessed), study(MADE, two_days())
    assert with_guess.groups.equals(without.groups)
    default = with_guess.reactions.filter(with_guess.reactions["is_default"])
    assert default.equals(without.reactions)
    days = {row["event_day_id"]: row for row in with_guess.event_days.to_pylist()}
    assert days[f"US|{DAYS[FIRST]}"]["net_direction"] == "tighten"
    assert days[f"US|{DAYS[800]}"]["is_default"] is False
    other = with_guess.reactions.filter(pc.invert(with_guess.reactions["is_default"]))
    assert not any(other["is_clean"].to_pylist())
    assert other["q_value"].null_count == other.num_rows


def test_a_mixed_day_enters_no_group() -> None:
    rows = two_days()
    opposed = [row | {"event_id": "o", "direction": "loosen"} for row in rows[:1]]
    found = study(MADE, rows + opposed)
    assert group(found)["pair_count"] == 8
    assert group(found)["event_day_count"] == 1
    mixed = [row for row in found.reactions.to_pylist() if str(row["day0_on"]) == str(DAYS[FIRST])]
    assert {row["is_clean"] for row in mixed} == {False}


def test_the_second_of_two_overlapping_windows_is_flagged_and_left_out() -> None:
    rows = [
        event(position, share, f"e{position}")
        for position in (FIRST, FIRST + 2, FIRST + 5)
        for share in MADE.shares
    ]
    found = study(MADE, rows)
    counts = {
        window: group(found, window)["event_day_count"] for window in ((0, 0), (0, 1), (0, 4))
    }
    assert counts == {(0, 0): 3, (0, 1): 3, (0, 4): 2}
    assert group(found, (-1, 1))["event_day_count"] == 2
    flagged = {
        row["event_id"]: row["overlaps_event_day_id"]
        for row in found.reactions.to_pylist()
        if (row["window_start"], row["window_end"]) == (0, 4)
    }
    assert flagged == {
        f"e{FIRST}": None,
        f"e{FIRST + 2}": f"US|{DAYS[FIRST]}",
        f"e{FIRST + 5}": None,
    }


def test_a_share_that_is_the_benchmark_has_no_abnormal_return() -> None:
    made = Market(np.vstack([MADE.returns[0], MADE.returns[0]]))
    rows = [
        row
        for row in study(made, [event(FIRST, "s00")]).reactions.to_pylist()
        if row["model"] == "market_model"
    ]
    assert [row["abnormal_return_pct"] for row in rows] == pytest.approx([0.0] * 5, abs=1e-9)


def rates(
    made: Market, positions: NDArray[np.int64], planted: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """p values of the preferred test and of every pair, each position a group of its own."""
    moved = made.returns.copy()
    moved[1:, positions] += planted
    rows = [
        event(position, share, f"e{position}", every=f"g{position}")
        for position in positions.tolist()
        for share in made.shares
    ]
    found = study(Market(moved), rows)
    groups = [
        row["p_value"]
        for row in found.groups.to_pylist()
        if (row["window_start"], row["window_end"]) == (0, 0) and not row["is_clean_only"]
    ]
    pairs = [
        row["p_quantile"]
        for row in found.reactions.to_pylist()
        if row["model"] == "market_model" and (row["window_start"], row["window_end"]) == (0, 0)
    ]
    return np.array(groups, dtype=np.float64), np.array(pairs, dtype=np.float64)


def size_and_power(markets: int) -> dict[str, float]:
    """Share of p values at most .05 and .01, without and with a planted reaction.

    The days stand so far apart that none lies in the estimation window of another.
    """
    found: dict[str, list[NDArray[np.float64]]] = {}
    positions = np.arange(300, len(DAYS) - 40, 260)
    for seed in range(markets):
        made = market(1000 + seed, 8, correlation=0.3)
        for name, planted in (("size", 0.0), ("weak", -0.02), ("strong", -0.03)):
            groups, pairs = rates(made, positions, planted)
            found.setdefault(f"group {name}", []).append(groups)
            found.setdefault(f"pair {name}", []).append(pairs)
    return {
        f"{name} {level}": float(np.mean(np.concatenate(values) <= level))
        for name, values in found.items()
        for level in (0.05, 0.01)
    }


def test_size_and_power_on_a_short_sample() -> None:
    rate = size_and_power(24)
    assert 0.01 <= rate["group size 0.05"] <= 0.10
    assert rate["group size 0.01"] <= 0.04
    assert rate["group weak 0.05"] >= 0.25
    assert 0.03 <= rate["pair size 0.05"] <= 0.08
    assert rate["pair strong 0.05"] >= 0.20


def test_a_wild_week_after_a_calm_year_is_no_reaction() -> None:
    """All shares move twice as far as in the year before, none of them in a direction."""
    positions = np.arange(300, len(DAYS) - 40, 260)
    p_values = []
    for seed in range(40):
        moved = market(3000 + seed, 8, correlation=0.3).returns.copy()
        for position in positions:
            week = slice(position, position + 5)
            moved[1:, week] += moved[1:, week] - 1.2 * moved[0, week]
        rows = [
            event(position, f"s{share:02d}", f"e{position}", every=f"g{position}")
            for position in positions.tolist()
            for share in range(8)
        ]
        p_values += [
            row["p_value"]
            for row in study(Market(moved), rows).groups.to_pylist()
            if (row["window_start"], row["window_end"]) == (0, 4) and not row["is_clean_only"]
        ]
    assert len(p_values) == 40 * len(positions)
    assert np.mean(np.array(p_values) <= 0.05) <= 0.09


@pytest.mark.slow
def test_size_and_power_on_a_long_sample() -> None:
    rate = size_and_power(300)
    assert 0.03 <= rate["group size 0.05"] <= 0.075
    assert rate["group size 0.01"] <= 0.02
    assert rate["group weak 0.05"] >= 0.30
    assert 0.03 <= rate["pair size 0.05"] <= 0.075
    assert rate["pair strong 0.05"] >= 0.25
