"""The kernel on made-up prices whose reactions are known."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.derived.event_study.calendars import sessions_of
from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    BENCHMARKS_SCHEMA,
    EVENTS_SCHEMA,
    MODELS,
    NOT_ESTIMABLE_REASONS,
    REACTIONS_SCHEMA,
    StudyConfig,
    StudyInputError,
)
from pipelines.derived.event_study.kernel import event_study

DAY0 = dt.date(2024, 6, 12)
SHORT = StudyConfig(
    windows=((0, 0), (0, 1)),
    path=(-1, 1),
    estimation_start=-60,
    estimation_end=-11,
    minimum_observations=30,
    benchmark_coverage=0.9,
)
Row = dict[str, Any]
FIGURES = (
    "return_pct", "expected_return_pct", "abnormal_return_pct", "alpha", "beta",
    "residual_std_pct", "t_statistic", "p_value", "p_quantile", "q_value",
)  # fmt: skip


def days_of(mic: str = "XNYS") -> list[dt.date]:
    sessions = sessions_of(mic, dt.date(2023, 1, 1), dt.date(2025, 1, 1))
    assert sessions is not None
    every = [dt.date.fromisoformat(str(day)) for day in sessions.days]
    return [day for day in every if dt.date(2023, 3, 1) <= day <= dt.date(2024, 8, 30)]


def walk(security: str, seed: int, mic: str = "XNYS") -> list[Row]:
    random = np.random.default_rng(seed)
    days = days_of(mic)
    close = 100 * np.cumprod(1 + random.normal(0.0005, 0.015, len(days)))
    return [
        {
            "security_id": security,
            "session_on": day,
            "open": float(price) * 1.001,
            "high": float(price) * 1.02,
            "low": float(price) * 0.97,
            "close": float(price),
        }
        for day, price in zip(days, close, strict=True)
    ]


def event(event_id: str = "e", security: str = "stock", **changes: Any) -> Row:
    return {
        "event_id": event_id,
        "security_id": security,
        "benchmark_security_id": "index",
        "mic": "XNYS",
        "day0_kind": "official",
        "is_default": True,
        "first_public_at": None,
        "first_public_on": DAY0,
        "first_public_zone": "America/New_York",
        "first_public_session": "during_session",
        "daily_limit_pct": None,
    } | changes


def react(bars: pa.Table, rows: list[Row], config: StudyConfig | None = None) -> pa.Table:
    """The reactions to events whose rows name a benchmark."""
    benchmarks = [
        {
            "security_id": security,
            "benchmark_role": "market",
            "priority": 1,
            "benchmark_security_id": benchmark,
            "benchmark_kind": "index",
        }
        for security, benchmark in sorted(
            {(row["security_id"], row["benchmark_security_id"]) for row in rows}, key=str
        )
        if benchmark
    ]
    return event_study(
        bars,
        pa.Table.from_pylist(rows, schema=EVENTS_SCHEMA),
        pa.Table.from_pylist(benchmarks, schema=BENCHMARKS_SCHEMA),
        config=config,
    ).reactions


def study(
    bars: list[Row], events: list[Row], config: StudyConfig = SHORT
) -> dict[tuple[str, str, str, int, int], Row]:
    result = react(pa.Table.from_pylist(bars, schema=BARS_SCHEMA), events, config)
    assert result.schema == REACTIONS_SCHEMA
    return {
        (
            row["event_id"],
            row["security_id"],
            row["model"],
            row["window_start"],
            row["window_end"],
        ): row
        for row in result.to_pylist()
    }


def one(bars: list[Row], model: str, window: tuple[int, int] = (0, 0), **changes: Any) -> Row:
    config = changes.pop("config", SHORT)
    return study(bars, [event(**changes)], config)[("e", "stock", model, *window)]


def without(bars: list[Row], security: str, *days: dt.date) -> list[Row]:
    return [r for r in bars if r["security_id"] != security or r["session_on"] not in days]


def changed(bars: list[Row], security: str, day: dt.date, **values: float | None) -> list[Row]:
    return [
        row | values if (row["security_id"], row["session_on"]) == (security, day) else row
        for row in bars
    ]


def neighbors(day: dt.date, offset: int) -> dt.date:
    days = days_of()
    return days[days.index(day) + offset]


BARS = walk("stock", 1) + walk("index", 2)
CLOSES = {(row["security_id"], row["session_on"]): row["close"] for row in BARS}


def test_every_event_gets_every_model_and_window_in_order() -> None:
    events = [event("b"), event("a", "index"), event("a")]
    result = react(pa.Table.from_pylist(BARS, schema=BARS_SCHEMA), events)
    config = StudyConfig()
    assert result.num_rows == 3 * (5 * len(config.windows) + 2 * len(config.intraday_windows))
    keys = [
        (r["event_id"], r["security_id"], r["model"], r["window_start"], r["window_end"])
        for r in result.to_pylist()
    ]
    assert keys == sorted(keys)
    assert {key[2] for key in keys} == set(MODELS)


def test_raw_return_compounds_from_the_close_before() -> None:
    before, after = neighbors(DAY0, -1), neighbors(DAY0, 1)
    row = one(BARS, "raw_return", (0, 1))
    assert row["day0_on"] == DAY0
    assert row["day0_basis"] == "date_and_session"
    expected = 100 * (CLOSES["stock", after] / CLOSES["stock", before] - 1)
    assert row["return_pct"] == pytest.approx(expected)
    assert row["abnormal_return_pct"] is None
    assert row["not_estimable_reason"] is None


def test_intraday_moves_are_measured_from_the_close_before() -> None:
    before = neighbors(DAY0, -1)
    close = CLOSES["stock", DAY0]
    for model, factor in (("intraday_low", 0.97), ("intraday_high", 1.02)):
        expected = 100 * (factor * close / CLOSES["stock", before] - 1)
        assert one(BARS, model)["return_pct"] == pytest.approx(expected)


def test_the_market_model_equals_least_squares_on_the_declared_sessions() -> None:
    days = days_of()
    zero = days.index(DAY0)
    returns = {
        name: np.array([CLOSES[name, b] / CLOSES[name, a] - 1 for a, b in pairwise(days)])
        for name in ("stock", "index")
    }
    # the return of session i stands at position i - 1
    window = slice(zero - 60 - 1, zero - 11)
    design = np.column_stack([np.ones(50), returns["index"][window]])
    (alpha, beta), squares, _, _ = np.linalg.lstsq(design, returns["stock"][window])
    row = one(BARS, "market_model", (0, 1))
    own, market = (returns[name][zero - 1 : zero + 1].sum() for name in ("stock", "index"))
    assert row["estimation_sessions"] == 50
    assert row["alpha"] == pytest.approx(100 * alpha, rel=1e-9)
    assert row["beta"] == pytest.approx(beta, rel=1e-9)
    assert row["residual_std_pct"] == pytest.approx(100 * np.sqrt(squares[0] / 48), rel=1e-9)
    assert row["return_pct"] == pytest.approx(100 * own)
    assert row["expected_return_pct"] == pytest.approx(100 * (2 * alpha + beta * market))
    assert row["abnormal_return_pct"] == pytest.approx(
        row["return_pct"] - row["expected_return_pct"]
    )


def test_the_default_estimation_window_is_220_sessions_of_which_120_are_needed() -> None:
    assert one(BARS, "market_model", config=StudyConfig())["estimation_sessions"] == 220
    young = [r for r in BARS if r["security_id"] == "index" or r["session_on"] >= DAY0]
    first = days_of()[days_of().index(DAY0) - 151]
    for start, sessions, reason in ((first, 120, None), (neighbors(first, 1), 119, "short")):
        bars = [r for r in BARS if r["security_id"] == "index" or r["session_on"] >= start]
        row = one(bars, "market_model", config=StudyConfig())
        assert row["estimation_sessions"] == sessions
        assert (row["not_estimable_reason"] or "").startswith(reason or "")
        assert (row["beta"] is None) is (reason is not None)
    assert one(young, "raw_return")["not_estimable_reason"] == "missing_prior_close"


def test_a_missing_benchmark_session_costs_two_returns_and_none_spans_it() -> None:
    gone = neighbors(DAY0, -30)
    whole, holed = one(BARS, "market_model"), one(without(BARS, "index", gone), "market_model")
    assert holed["estimation_sessions"] == 48
    jumped = changed(without(BARS, "index", gone), "stock", gone, close=1e6)
    assert whole["estimation_sessions"] == 50
    assert one(jumped, "market_model")["beta"] == pytest.approx(holed["beta"], rel=1e-12)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_missing_benchmark_close_in_the_window_is_named(offset: int) -> None:
    bars = without(BARS, "index", neighbors(DAY0, offset))
    row = one(bars, "market_model", (0, 1))
    assert row["not_estimable_reason"] == "missing_benchmark_close"
    assert row["abnormal_return_pct"] is None
    assert one(bars, "raw_return", (0, 1))["not_estimable_reason"] is None


@pytest.mark.parametrize(
    ("bars", "changes", "model", "reason"),
    [
        (BARS, {"first_public_on": None}, "raw_return", "no_first_public_date"),
        (BARS, {"first_public_zone": None}, "raw_return", "no_first_public_zone"),
        (BARS, {"mic": "XBOM"}, "raw_return", "unknown_exchange"),
        (BARS, {"mic": None}, "raw_return", "unknown_exchange"),
        (
            BARS,
            {"mic": "XSHG", "first_public_on": dt.date(2027, 3, 1)},
            "raw_return",
            "outside_exchange_calendar",
        ),
        (walk("index", 2), {}, "raw_return", "no_bars"),
        (without(BARS, "stock", DAY0), {}, "raw_return", "no_bar_on_day0"),
        (
            without(BARS, "stock", *(neighbors(DAY0, step) for step in range(-2, 3))),
            {},
            "raw_return",
            "suspended",
        ),
        (BARS, {"first_public_on": dt.date(2024, 9, 20)}, "raw_return", "after_last_bar"),
        (BARS, {"first_public_on": dt.date(2015, 9, 20)}, "raw_return", "before_first_bar"),
        (
            without(BARS, "stock", *(neighbors(DAY0, -step) for step in range(20, 32))),
            {},
            "mean_adjusted",
            "thin_trading",
        ),
        (
            without(BARS, "index", *(neighbors(DAY0, -step) for step in range(20, 32))),
            {},
            "market_adjusted",
            "benchmark_incomplete",
        ),
        (BARS, {}, "peer_adjusted", "too_few_peers"),
        (
            without(BARS, "stock", neighbors(DAY0, -1)),
            {},
            "intraday_low",
            "missing_prior_close",
        ),
        (changed(BARS, "stock", DAY0, close=None), {}, "raw_return", "missing_close"),
        (changed(BARS, "stock", DAY0, close=float("nan")), {}, "market_model", "missing_close"),
        (changed(BARS, "stock", DAY0, close=0.0), {}, "raw_return", "missing_close"),
        (changed(BARS, "stock", DAY0, low=None), {}, "intraday_low", "missing_low"),
        (changed(BARS, "stock", DAY0, high=-1.0), {}, "intraday_high", "missing_high"),
        (BARS, {"benchmark_security_id": None}, "market_model", "no_benchmark"),
        (BARS, {"benchmark_security_id": ""}, "market_model", "no_benchmark"),
        (BARS, {"benchmark_security_id": "other"}, "market_model", "no_benchmark_bars"),
        (
            [r | ({"close": 5.0} if r["security_id"] == "index" else {}) for r in BARS],
            {},
            "market_model",
            "constant_benchmark",
        ),
    ],
)
def test_what_cannot_be_estimated_says_why(
    bars: list[Row], changes: Row, model: str, reason: str
) -> None:
    row = one(bars, model, **changes)
    assert row["not_estimable_reason"] == reason
    assert row["not_estimable_reason"] in NOT_ESTIMABLE_REASONS
    assert [row[name] for name in FIGURES] == [None] * len(FIGURES)
    assert row["is_censored"] is False


def test_a_window_that_has_not_ended_is_named() -> None:
    last = days_of()[-1]
    assert one(BARS, "raw_return", (0, 0), first_public_on=last)["not_estimable_reason"] is None
    row = one(BARS, "raw_return", (0, 1), first_public_on=last)
    assert row["not_estimable_reason"] == "window_after_last_bar"


def test_the_close_missing_in_a_longer_window_leaves_the_short_one() -> None:
    bars = without(BARS, "stock", neighbors(DAY0, 1))
    assert one(bars, "raw_return", (0, 0))["not_estimable_reason"] is None
    assert one(bars, "raw_return", (0, 1))["not_estimable_reason"] == "missing_close"


def test_bars_on_days_without_a_session_count_for_nothing() -> None:
    saturday = dt.date(2024, 6, 8)
    phantom = [
        {"security_id": name, "session_on": saturday, "close": 1.0} for name in ("stock", "index")
    ]
    assert study(BARS + phantom, [event()]) == study(BARS, [event()])


@pytest.mark.parametrize(
    ("limit", "expected"), [(None, False), (20.0, False), (12.1, True), (12.0, True), (10.0, True)]
)
def test_a_return_at_the_daily_limit_is_censored(limit: float | None, expected: bool) -> None:
    prior = CLOSES["stock", neighbors(DAY0, -1)]
    bars = changed(BARS, "stock", DAY0, close=prior * 1.1201)
    assert one(bars, "raw_return", daily_limit_pct=limit)["is_censored"] is expected
    assert one(bars, "market_model", (0, 1), daily_limit_pct=limit)["is_censored"] is expected


def test_an_intraday_extreme_at_the_limit_is_censored_though_the_close_is_not() -> None:
    prior = CLOSES["stock", neighbors(DAY0, -1)]
    bars = changed(BARS, "stock", DAY0, close=prior, low=prior * 0.9)
    assert one(bars, "intraday_low", daily_limit_pct=10.0)["is_censored"] is True
    assert one(bars, "raw_return", daily_limit_pct=10.0)["is_censored"] is False


def test_no_events_or_no_bars_give_an_empty_or_an_explained_table() -> None:
    assert study(BARS, []) == {}
    assert study([], []) == {}
    assert {row["not_estimable_reason"] for row in study([], [event()]).values()} == {"no_bars"}


def test_bad_input_is_refused_with_the_row_or_column_named() -> None:
    bars = pa.Table.from_pylist(BARS, schema=BARS_SCHEMA)
    events = pa.Table.from_pylist([event()], schema=EVENTS_SCHEMA)
    with pytest.raises(StudyInputError, match="close"):
        event_study(bars.drop_columns(["close"]), events)
    with pytest.raises(StudyInputError, match=r"2 keys.*security_id index, session_on 2024-06-12"):
        event_study(
            pa.concat_tables(
                [bars, bars.filter(pa.compute.equal(bars["session_on"], pa.scalar(DAY0)))]
            ),
            events,
        )
    with pytest.raises(StudyInputError, match="event_id e, security_id stock"):
        event_study(bars, pa.concat_tables([events, events]))
    text = bars.set_column(5, "close", pa.array(["much"] * bars.num_rows))
    with pytest.raises(StudyInputError, match="column close of the bars is string"):
        event_study(text, events)
    nameless = events.set_column(0, "event_id", pa.nulls(1, pa.string()))
    with pytest.raises(StudyInputError, match="event_id of the events is empty in 1 row"):
        event_study(bars, nameless)
    with pytest.raises(StudyInputError, match="lack the column sector to group by"):
        event_study(bars, events, groups=["sector"])


def test_decimal_prices_and_other_timestamp_units_are_read() -> None:
    bars = pa.Table.from_pylist(
        [r | {"close": round(r["close"], 4)} for r in BARS], schema=BARS_SCHEMA
    )
    decimal = bars.set_column(5, "close", bars["close"].cast(pa.decimal128(18, 4)))
    moment = dt.datetime(2024, 6, 12, 19, 0, tzinfo=dt.UTC)
    events = pa.Table.from_pylist([event(first_public_at=moment)], schema=EVENTS_SCHEMA)
    place = events.column_names.index("first_public_at")
    naive = events.set_column(
        place, "first_public_at", events["first_public_at"].cast(pa.timestamp("ns"))
    )
    benchmarks = pa.table(
        [["stock"], ["market"], pa.array([1], pa.int32()), ["index"], ["index"]],
        schema=BENCHMARKS_SCHEMA,
    )
    read = event_study(decimal, naive, benchmarks, config=SHORT).reactions
    expected = event_study(bars, events, benchmarks, config=SHORT).reactions
    assert read["day0_basis"].unique().to_pylist() == ["timestamp"]
    assert read["beta"].drop_null().to_pylist() == pytest.approx(
        expected["beta"].drop_null().to_pylist(), rel=1e-9
    )
    assert read["return_pct"].to_pylist() == pytest.approx(expected["return_pct"].to_pylist())


@pytest.mark.parametrize(
    "settings_",
    [
        {"windows": ((1, 0),)},
        {"windows": (), "intraday_windows": ()},
        {"windows": ((0, 0), (0, 0))},
        {"estimation_end": -1},
        {"estimation_start": -30},
        {"minimum_observations": 2},
        {"minimum_observations": 221},
        {"models": ("garch",)},
        {"path": (3, 2)},
    ],
)
def test_settings_that_make_no_study_are_refused(settings_: Row) -> None:
    with pytest.raises(StudyInputError):
        StudyConfig(**settings_)


@settings(max_examples=25, deadline=None)
@given(factor=st.floats(0.001, 1000), other=st.floats(0.001, 1000))
def test_scaling_the_prices_leaves_the_reactions(factor: float, other: float) -> None:
    scales = {"stock": factor, "index": other}
    prices = ("open", "high", "low", "close")
    scaled = [row | {p: row[p] * scales[row["security_id"]] for p in prices} for row in BARS]
    plain = study(BARS, [event()])
    for key, row in study(scaled, [event()]).items():
        for name in ("return_pct", "abnormal_return_pct", "beta", "t_statistic", "p_value"):
            if (expected := plain[key][name]) is None:
                assert row[name] is None
            else:
                assert row[name] == pytest.approx(expected, rel=1e-6, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    random = np.random.default_rng(seed)
    events = [event("a"), event("b", first_public_on=dt.date(2024, 5, 6)), event("a", "index")]
    bars_table = pa.Table.from_pylist(BARS, schema=BARS_SCHEMA)
    shuffled = react(
        bars_table.take(random.permutation(len(BARS))),
        [events[place] for place in random.permutation(len(events))],
        SHORT,
    )
    assert shuffled.equals(react(bars_table, events, SHORT))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_benchmark_equal_to_the_stock_has_alpha_zero_beta_one_and_no_residual(seed: int) -> None:
    row = one(walk("stock", seed) + walk("index", seed), "market_model", (0, 1))
    assert row["alpha"] == pytest.approx(0.0, abs=1e-13)
    assert row["beta"] == pytest.approx(1.0, abs=1e-12)
    assert row["abnormal_return_pct"] == pytest.approx(0.0, abs=1e-9)
    assert row["residual_std_pct"] == 0.0
    assert row["t_statistic"] is None
    assert row["not_estimable_reason"] is None


@settings(max_examples=25, deadline=None)
@given(
    holes=st.sets(st.integers(0, len(BARS) - 1), max_size=60),
    price=st.sampled_from([None, float("nan"), float("inf"), 0.0, -3.0]),
)
def test_no_hole_in_the_prices_becomes_a_figure_that_is_no_number(
    holes: set[int], price: float | None
) -> None:
    bars = [row | ({"close": price} if at in holes else {}) for at, row in enumerate(BARS)]
    for row in study(bars, [event()]).values():
        for name in FIGURES:
            assert row[name] is None or np.isfinite(row[name])
        assert (row["return_pct"] is None) is (row["not_estimable_reason"] is not None)
