"""Benchmarks, baskets, confounders and event days of a study."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.derived.event_study import Study, StudyConfig, event_study
from pipelines.derived.event_study.calibration import GROUPINGS, calibrate
from pipelines.derived.event_study.config import (
    BENCHMARKS_SCHEMA,
    CONFOUNDERS_SCHEMA,
    EVENT_DAYS_SCHEMA,
    PEERS_SCHEMA,
)
from pipelines.derived.event_study.event_days import net_direction, overlapping
from tests.unit.derived.event_study.made_up import DAYS, EVENTS_WITH_GROUP, Market, event, market

MADE = market(5, 7, correlation=0.3)
AT = 800
CONFIG = StudyConfig(intraday_windows=())


def run(
    rows: list[dict[str, Any]],
    *,
    bars: pa.Table | None = None,
    benchmarks: list[tuple[str, str, int, str, str]] | None = None,
    peers: list[tuple[str, str | None, str]] = (),  # type: ignore[assignment]
    confounders: list[dict[str, Any]] = (),  # type: ignore[assignment]
    config: StudyConfig = CONFIG,
) -> Study:
    declared = (
        MADE.benchmarks()
        if benchmarks is None
        else pa.Table.from_pylist(
            [dict(zip(BENCHMARKS_SCHEMA.names, one, strict=True)) for one in benchmarks],
            schema=BENCHMARKS_SCHEMA,
        )
    )
    return event_study(
        MADE.bars() if bars is None else bars,
        pa.Table.from_pylist(rows, schema=EVENTS_WITH_GROUP),
        declared,
        peers=pa.Table.from_pylist(
            [dict(zip(PEERS_SCHEMA.names, one, strict=True)) for one in peers], schema=PEERS_SCHEMA
        ),
        confounders=pa.Table.from_pylist(list(confounders), schema=CONFOUNDERS_SCHEMA),
        groups=["every"],
        config=config,
    )


def one(
    found: Study, model: str, window: tuple[int, int] = (0, 0), **wanted: Any
) -> dict[str, Any]:
    wanted = {"model": model, "window_start": window[0], "window_end": window[1]} | wanted
    (row,) = (
        row
        for row in found.reactions.to_pylist()
        if all(row[name] == value for name, value in wanted.items())
    )
    return row


def without(bars: pa.Table, security: str, first: int, last: int) -> pa.Table:
    days = {DAYS[place].astype(dt.date) for place in range(first, last + 1)}
    keep = [
        name != security or day not in days
        for name, day in zip(
            bars["security_id"].to_pylist(), bars["session_on"].to_pylist(), strict=True
        )
    ]
    return bars.filter(pa.array(keep))


TWO = [("s00", "market", 1, "index", "index"), ("s00", "market", 2, "s06", "fund")]


@pytest.mark.parametrize(("missing", "taken"), [(3, "index"), (8, "s06")])
def test_the_first_benchmark_with_enough_sessions_is_taken(missing: int, taken: str) -> None:
    bars = without(MADE.bars(), "index", AT - 120, AT - 120 + missing - 1)
    row = one(run([event(AT, "s00")], bars=bars, benchmarks=TWO), "market_model")
    assert row["benchmark_security_id"] == taken
    assert row["benchmark_kind"] == {"index": "index", "s06": "fund"}[taken]
    assert row["not_estimable_reason"] is None


def test_the_basket_leaves_out_the_share_and_every_share_of_the_vendors_of_the_day() -> None:
    peers = [(name, f"v{number}", "XNAS") for number, name in enumerate(MADE.shares)]
    rows = [event(AT, "s00", issuer_id="v0"), event(AT, "s01", "other", issuer_id="v1")]
    row = one(run(rows, peers=peers), "peer_adjusted", event_id="e")
    basket = MADE.returns[3:].mean(axis=0)
    estimation = slice(AT - 250, AT - 30)
    slope, intercept = np.polyfit(basket[estimation], MADE.returns[1, estimation], 1)
    expected = MADE.returns[1, AT] - intercept - slope * basket[AT]
    assert row["abnormal_return_pct"] == pytest.approx(100 * expected, rel=1e-9)
    assert (row["benchmark_kind"], row["benchmark_security_id"]) == ("peer_basket", None)


def test_a_guessed_event_takes_no_share_out_of_the_basket() -> None:
    peers = [(name, f"v{number}", "XNAS") for number, name in enumerate(MADE.shares)]
    rows = [event(AT, "s00", issuer_id="v0")]
    guess = event(AT, "s01", "guess", issuer_id="v1", is_default=False)
    plain, guessed = run(rows, peers=peers), run([*rows, guess], peers=peers)
    assert one(guessed, "peer_adjusted", event_id="e") == one(plain, "peer_adjusted", event_id="e")


def test_too_few_peers_are_no_basket() -> None:
    peers = [(name, f"v{number}", "XNAS") for number, name in enumerate(MADE.shares[:4])]
    row = one(run([event(AT, "s00", issuer_id="v0")], peers=peers), "peer_adjusted")
    assert row["not_estimable_reason"] == "too_few_peers"


def test_a_declared_sector_stands_before_the_basket() -> None:
    declared = [("s00", "market", 1, "index", "index"), ("s00", "sector", 1, "s06", "fund")]
    peers = [(name, f"v{number}", "XNAS") for number, name in enumerate(MADE.shares)]
    found = run([event(AT, "s00", issuer_id="v0")], benchmarks=declared, peers=peers)
    peer, market_row = one(found, "peer_adjusted"), one(found, "market_model")
    assert (peer["benchmark_security_id"], peer["benchmark_kind"]) == ("s06", "fund")
    assert market_row["benchmark_security_id"] == "index"


@pytest.mark.parametrize(
    ("sessions_listed", "limit", "window", "reason"),
    [
        (4, 20.0, (0, 0), "first_sessions"),
        (5, 20.0, (0, 0), None),
        (5, 20.0, (-1, 1), "first_sessions"),
        (6, 20.0, (-1, 1), None),
        (4, None, (0, 0), None),
    ],
)
def test_no_reaction_is_estimated_in_the_first_five_sessions_of_a_share_with_a_limit(
    sessions_listed: int, limit: float | None, window: tuple[int, int], reason: str | None
) -> None:
    listed_on = DAYS[AT - sessions_listed].astype(dt.date)
    rows = [event(AT, "s00", listed_on=listed_on, daily_limit_pct=limit)]
    assert one(run(rows), "raw_return", window)["not_estimable_reason"] == reason


def test_the_first_five_sessions_of_a_listing_estimate_nothing() -> None:
    """A share listed within the estimation window, with returns that no limit cut."""
    listed = AT - 200
    returns = MADE.returns.copy()
    returns[1, listed + 1 : listed + 5] = 1.5
    bars = without(Market(returns).bars(), "s00", 0, listed - 1)
    listed_on = DAYS[listed].astype(dt.date)
    row = one(
        run([event(AT, "s00", listed_on=listed_on, daily_limit_pct=20.0)], bars=bars),
        "market_model",
    )
    left_out = without(MADE.bars(), "s00", 0, listed + 3)
    expected = one(run([event(AT, "s00")], bars=left_out), "market_model")
    assert (row["estimation_sessions"], row["estimation_sessions_dropped"]) == (165, 4)
    for name in ("abnormal_return_pct", "beta", "t_statistic", "p_quantile"):
        assert row[name] == pytest.approx(expected[name], rel=1e-9)


def confounder(kind: str, place: int, **changes: Any) -> dict[str, Any]:
    return {
        "confounder_id": f"{kind}-{place}",
        "security_id": "s00",
        "mic": "XNAS",
        "kind": kind,
        "session_on": DAYS[place].astype(dt.date),
        "public_at": None,
    } | changes


@pytest.mark.parametrize(
    ("kind", "offset", "window", "is_clean"),
    [
        ("own_results", 1, (0, 0), False),
        ("own_news", -1, (0, 4), False),
        ("own_results", 2, (0, 0), True),
        ("own_results", 2, (0, 4), False),
        ("market_shock", 1, (0, 0), True),
        ("market_shock", 1, (0, 1), False),
        ("macro", 0, (0, 0), False),
        ("market_shock", -1, (0, 0), True),
    ],
)
def test_what_else_happened_makes_a_window_unclean(
    kind: str, offset: int, window: tuple[int, int], is_clean: bool
) -> None:
    found = run([event(AT, "s00")], confounders=[confounder(kind, AT + offset)])
    row = one(found, "market_model", window)
    assert row["is_clean"] is is_clean
    assert row["confounders"] == (None if is_clean else f"{kind} {DAYS[AT + offset]}")
    counts = {
        (group["is_clean_only"], group["pair_count"])
        for group in found.groups.to_pylist()
        if (group["window_start"], group["window_end"]) == window
    }
    assert counts == ({(False, 1), (True, 1)} if is_clean else {(False, 1)})


def test_sessions_of_shocks_and_results_are_no_part_of_the_estimation() -> None:
    dropped = [
        confounder("market_shock", AT - 100),
        confounder("own_results", AT - 60),
        confounder("own_news", AT - 50),
        confounder("own_results", AT - 10),
    ]
    row = one(run([event(AT, "s00")], confounders=dropped), "market_model")
    assert (row["estimation_sessions"], row["estimation_sessions_dropped"]) == (218, 2)
    seen = np.setdiff1d(np.arange(AT - 250, AT - 30), [AT - 100, AT - 60])
    slope, _ = np.polyfit(MADE.returns[0, seen], MADE.returns[1, seen], 1)
    assert row["beta"] == pytest.approx(slope, rel=1e-9)


def test_a_filing_after_the_close_falls_on_the_next_session() -> None:
    day = DAYS[AT].astype(dt.date)
    evening = dt.datetime.combine(day, dt.time(22, 30), dt.UTC)
    filed = confounder("own_results", AT, session_on=None, public_at=evening)
    found = run([event(AT, "s00")], confounders=[filed])
    assert found.confounders.to_pylist()[0]["session_on"] == DAYS[AT + 1].astype(dt.date)
    assert one(found, "market_model")["confounders"] == f"own_results {DAYS[AT + 1]}"


def test_first_report_and_official_day_stand_side_by_side() -> None:
    rows = [
        event(AT, "s00", day0_kind="first_report"),
        event(AT + 1, "s00", day0_kind="official", is_default=False),
    ]
    found = run(rows)
    first = one(found, "market_model", day0_kind="first_report")
    official = one(found, "market_model", day0_kind="official")
    assert (first["day0_on"], official["day0_on"]) == tuple(
        DAYS[place].astype(dt.date) for place in (AT, AT + 1)
    )
    assert first["q_value"] is not None
    assert official["q_value"] is None
    assert {row["pair_count"] for row in found.groups.to_pylist()} == {1}


def test_a_path_sums_up_and_its_band_widens() -> None:
    rows = run([event(AT, "s00")]).paths.to_pylist()
    assert [row["session"] for row in rows] == list(range(-10, 21))
    assert rows[10]["session_on"] == DAYS[AT].astype(dt.date)
    daily = np.array([row["abnormal_return_pct"] for row in rows])
    assert [row["cumulative_pct"] for row in rows] == pytest.approx(np.cumsum(daily).tolist())
    widths = [row["band_high_pct"] - row["band_low_pct"] for row in rows]
    assert widths == sorted(widths)


def test_days_are_mixed_only_where_events_disagree() -> None:
    assert net_direction(["neutral", "tighten"]) == "tighten"
    assert net_direction(["loosen", "tighten"]) == "mixed"
    assert net_direction([]) == "neutral"


def test_of_a_chain_of_overlaps_the_first_and_the_next_free_one_are_taken() -> None:
    series = np.array([1, 1, 1, 1, 2])
    day0 = np.array([10, 13, 16, 30, 13])
    counts = np.array([True, True, True, True, True])
    assert overlapping(series, day0, counts, 0, 4).tolist() == [-1, 0, -1, -1, -1]
    counts[0] = False
    assert overlapping(series, day0, counts, 0, 4).tolist() == [-1, -1, 1, -1, -1]


def test_calibration_counts_rejections_on_quiet_days() -> None:
    made = market(11, 6, correlation=0.3)
    moved = made.returns.copy()
    busy, begin = len(DAYS) - 150, len(DAYS) - 450
    moved[1:, busy] -= 0.5
    shares = pa.Table.from_pylist(
        [{"security_id": name, "issuer_id": name, "mic": "XNAS"} for name in made.shares],
        schema=PEERS_SCHEMA,
    )
    events = pa.Table.from_pylist(
        [
            {
                "event_day_id": "d",
                "calendar_group": "US",
                "day0_on": DAYS[busy].astype(dt.date),
                "is_default": True,
                "event_count": 1,
                "directions": [],
                "net_direction": "neutral",
                "event_ids": ["e"],
            }
        ],
        schema=EVENT_DAYS_SCHEMA,
    )
    bars = Market(moved).bars()
    recent = bars.filter(pc.greater_equal(bars["session_on"], DAYS[begin].astype(dt.date)))
    found = calibrate(recent, made.benchmarks(), shares, events)
    rates = {
        (row["trial_kind"], row["test"], row["nominal_pct"]): row
        for row in found.to_pylist()
        if (row["window_start"], row["window_end"]) == (0, 0)
    }
    one_day = rates["one_day", "preferred", 5.0]
    # 120 returns of the estimation window and 31 sessions come before the first trial
    trials = len(DAYS) - begin - 151 - 7
    assert one_day["trial_count"] == trials
    assert one_day["rejection_pct"] == pytest.approx(
        100 * one_day["rejection_count"] / one_day["trial_count"]
    )
    assert rates["one_day", "t_bmp", 5.0]["rejection_pct"] > 15
    assert one_day["rejection_pct"] <= 10
    assert rates["several_days", "preferred", 5.0]["trial_count"] >= GROUPINGS * (trials // 5)
    assert rates["pair", "quantile_pair", 5.0]["trial_count"] == trials * 6
    # of neighboring days none is left out because the window before reaches into its own
    longer = {
        row["trial_kind"]: row["trial_count"]
        for row in found.to_pylist()
        if (row["window_start"], row["window_end"]) == (-1, 1) and row["test"] == "preferred"
    }
    assert longer["one_day"] == trials - 1
    assert longer["several_days"] == rates["several_days", "preferred", 5.0]["trial_count"]
