"""Known moves around known events, on the recorded daily prices."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv

from pipelines.derived.event_study import event_study
from pipelines.derived.event_study.config import (
    BENCHMARKS_SCHEMA,
    CONFOUNDERS_SCHEMA,
    EVENTS_SCHEMA,
)

PRICES = Path(__file__).resolve().parents[3] / "shared" / "facts" / "prices_daily.csv"


@pytest.fixture(scope="module")
def bars() -> pa.Table:
    if not PRICES.exists():
        pytest.skip(f"the recorded prices are not here: {PRICES}")
    table = csv.read_csv(PRICES)
    columns = {name: table[name] for name in ("open", "high", "low", "close")}
    return pa.table({"security_id": table["ticker"], "session_on": table["date"], **columns})


def reaction(
    bars: pa.Table,
    security: str,
    model: str,
    window: tuple[int, int] = (0, 0),
    confounders: pa.Table | None = None,
    **event: object,
) -> dict[str, object]:
    listing = {
        "mic": "XSHG" if security.endswith(".SS") else "XHKG" if "." in security else "XNAS",
        "day0_kind": "official",
        "is_default": True,
    }
    row = {"event_id": "e", "security_id": security, **listing, **event}
    benchmarks = [] if "." in security else [(security, "market", 1, "^GSPC", "index")]
    rows = event_study(
        bars,
        pa.Table.from_pylist([row], schema=EVENTS_SCHEMA),
        pa.Table.from_pylist(
            [dict(zip(BENCHMARKS_SCHEMA.names, one, strict=True)) for one in benchmarks],
            schema=BENCHMARKS_SCHEMA,
        ),
        confounders=confounders,
    ).reactions.to_pylist()
    (found,) = (
        r for r in rows if (r["model"], r["window_start"], r["window_end"]) == (model, *window)
    )
    return dict(found)


H20_GUIDANCE = {
    "first_public_on": dt.date(2024, 9, 27),
    "first_public_zone": "Asia/Shanghai",
    "first_public_session": "unknown",
}
H20_LETTER = {
    "first_public_on": dt.date(2025, 4, 15),
    "first_public_zone": "America/New_York",
    "first_public_session": "after_close",
}


@pytest.mark.parametrize(
    ("security", "event", "model", "expected"),
    [
        ("NVDA", H20_GUIDANCE, "raw_return", ("2024-09-27", -2.13)),
        ("NVDA", H20_GUIDANCE, "intraday_low", ("2024-09-27", -3.85)),
        ("NVDA", H20_LETTER, "raw_return", ("2025-04-16", -6.87)),
        ("AMD", H20_LETTER, "raw_return", ("2025-04-16", -7.35)),
    ],
)
def test_control_figures(
    bars: pa.Table,
    security: str,
    event: dict[str, object],
    model: str,
    expected: tuple[str, float],
) -> None:
    row = reaction(bars, security, model, **event)
    day0, return_pct = expected
    assert str(row["day0_on"]) == day0
    assert row["return_pct"] == pytest.approx(return_pct, abs=0.005)


def test_the_market_model_uses_a_full_estimation_window(bars: pa.Table) -> None:
    row = reaction(bars, "NVDA", "market_model", **H20_LETTER)
    assert row["estimation_sessions"] == 220
    assert row["not_estimable_reason"] is None
    # 2.7 times a market that lost 2.2%: nearly the whole fall is the market's
    assert row["abnormal_return_pct"] == pytest.approx(-0.41, abs=0.005)


def test_the_fall_of_that_day_less_the_market_alone(bars: pa.Table) -> None:
    row = reaction(bars, "NVDA", "market_adjusted", **H20_LETTER)
    assert row["abnormal_return_pct"] == pytest.approx(-4.63, abs=0.005)


def test_the_slope_without_the_shock_of_january(bars: pa.Table) -> None:
    shock = {
        "confounder_id": "shock",
        "security_id": "NVDA",
        "mic": "XNAS",
        "kind": "market_shock",
        "session_on": dt.date(2025, 1, 27),
    }
    confounders = pa.Table.from_pylist([shock], schema=CONFOUNDERS_SCHEMA)
    whole = reaction(bars, "NVDA", "market_model", **H20_LETTER)
    row = reaction(bars, "NVDA", "market_model", confounders=confounders, **H20_LETTER)
    assert whole["beta"] == pytest.approx(2.89, abs=0.005)
    assert row["beta"] == pytest.approx(2.76, abs=0.005)
    assert row["estimation_sessions_dropped"] == 1


def test_a_chinese_share_without_local_index_is_not_estimable(bars: pa.Table) -> None:
    row = reaction(
        bars,
        "688256.SS",
        "market_model",
        first_public_on=dt.date(2024, 9, 27),
        first_public_zone="Asia/Shanghai",
        first_public_session="unknown",
    )
    assert row["not_estimable_reason"] == "no_benchmark"


def test_the_limit_of_the_star_board_censors(bars: pa.Table) -> None:
    row = reaction(
        bars,
        "688256.SS",
        "raw_return",
        first_public_on=dt.date(2024, 9, 30),
        first_public_zone="Asia/Shanghai",
        first_public_session="before_open",
        daily_limit_pct=20.0,
    )
    assert row["return_pct"] == pytest.approx(20.0, abs=0.01)
    assert row["is_censored"] is True


@pytest.mark.parametrize(
    ("day", "reason"), [("2025-05-28", "suspended"), ("2025-06-10", "missing_prior_close")]
)
def test_hygon_suspended_and_on_its_return(bars: pa.Table, day: str, reason: str) -> None:
    row = reaction(
        bars,
        "688041.SS",
        "raw_return",
        first_public_on=dt.date.fromisoformat(day),
        first_public_zone="Asia/Shanghai",
        first_public_session="before_open",
    )
    assert str(row["day0_on"]) == day
    assert row["not_estimable_reason"] == reason


def test_hong_kong_shut_by_weather_has_its_day0_on_the_next_session(bars: pa.Table) -> None:
    row = reaction(
        bars,
        "0981.HK",
        "raw_return",
        (-1, 1),
        first_public_on=dt.date(2023, 9, 1),
        first_public_zone="Asia/Hong_Kong",
        first_public_session="before_open",
    )
    assert str(row["day0_on"]) == "2023-09-04"
    assert row["not_estimable_reason"] is None


def day0(day: str, session: str = "during_session") -> dict[str, object]:
    return {
        "first_public_on": dt.date.fromisoformat(day),
        "first_public_zone": "America/New_York",
        "first_public_session": session,
    }


@pytest.mark.parametrize(
    ("security", "day", "p_quantile"),
    [
        ("NVDA", "2022-09-01", 0.0090),
        ("AMD", "2025-07-15", 0.0136),
        ("AMD", "2022-10-07", 0.0090),
        ("ASML", "2024-01-02", 0.0317),
        ("QCOM", "2025-10-10", 0.0407),
        ("NVDA", "2023-10-17", 0.0317),
        ("NVDA", "2025-07-15", 0.0633),
    ],
)
def test_the_quantile_p_of_single_events(
    bars: pa.Table, security: str, day: str, p_quantile: float
) -> None:
    row = reaction(bars, security, "market_model", **day0(day))
    assert str(row["day0_on"]) == day
    assert row["p_quantile"] == pytest.approx(p_quantile, abs=5e-5)
