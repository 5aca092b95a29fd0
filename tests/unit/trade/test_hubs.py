"""Twelve months of a hub against its trend and of two reports against each other, by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import pytest

from tests.models import Row, made


def months(first: int, last: int) -> list[date]:
    return [date(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)]


def hub(
    code: str, before: float, after: float, growth: float = 0.0, exporters: str = "TW"
) -> Iterable[Row]:
    """Four years at `before`, growing by `growth` a month, and 2025 at `after` times the trend."""
    for number, month in enumerate(months(2021, 2025)):
        level = before * math.exp(growth * number)
        yield {
            "hub_code": code,
            "month_on": month,
            "inflow_basis": "exporters",
            "inflow_exporters": exporters,
            "inflow_usd": level * after if month.year == 2025 else level,
        }


def trends(rows: Iterable[Row]) -> dict[tuple[object, object], Row]:
    return {
        (row["place_code"], row["month_on"]): row
        for row in made("int_trade__hub_trends", int_trade__hub_months=rows)
    }


DECEMBER = date(2025, 12, 1)


def test_half_as_much_again_for_a_year_is_six_months_above_the_trend() -> None:
    row = trends(hub("MY", 100, 1.5))["MY", DECEMBER]
    assert (row["known_months"], row["baseline_months"]) == (12, 48)
    assert row["inflow_12m_usd"] == pytest.approx(1800)
    assert row["expected_12m_usd"] == pytest.approx(1200)


def test_a_hub_that_keeps_growing_as_before_is_no_surprise() -> None:
    row = trends(hub("MY", 100, 1.0, growth=0.03))["MY", DECEMBER]
    assert row["expected_12m_usd"] == pytest.approx(row["inflow_12m_usd"])


@pytest.mark.parametrize("gone", [date(2025, 6, 1), date(2022, 6, 1)])
def test_a_missing_month_of_the_year_leaves_nothing_expected(gone: date) -> None:
    rows = [row for row in hub("MY", 100, 1.5) if row["month_on"] != gone]
    expected = trends(rows)["MY", DECEMBER]["expected_12m_usd"]
    assert (expected is None) == (gone.year == 2025)


def test_fewer_than_three_years_before_leave_nothing_expected() -> None:
    rows = [row for row in hub("MY", 100, 1.5) if str(row["month_on"]) >= "2022-02-01"]
    assert trends(rows)["MY", DECEMBER]["expected_12m_usd"] is None


def test_other_exporters_are_another_series() -> None:
    rows = [
        {**row, "inflow_exporters": "KR; TW"} if row["month_on"] == date(2025, 5, 1) else row
        for row in hub("MY", 100, 1.5)
    ]
    assert trends(rows)["MY", DECEMBER]["expected_12m_usd"] is None


def test_japan_and_india_are_one_series_where_both_are_known() -> None:
    rows = [*hub("JP", 100, 1.1), *hub("IN", 100, 1.3)]
    row = trends(rows)["comparison", DECEMBER]
    assert row["expected_12m_usd"] == pytest.approx(2400)
    assert row["inflow_12m_usd"] == pytest.approx(2880)
    alone = [row for row in rows if row["hub_code"] == "JP" or row["month_on"] != DECEMBER]
    assert ("comparison", DECEMBER) not in trends(alone)


def test_order_and_scale_change_nothing() -> None:
    rows = list(hub("MY", 100, 1.5, growth=0.01))
    one = trends(rows)["MY", DECEMBER]
    other = trends([{**row, "inflow_usd": 7 * float(str(row["inflow_usd"]))} for row in rows[::-1]])
    many = other["MY", DECEMBER]
    assert float(str(many["expected_12m_usd"])) == pytest.approx(
        7 * float(str(one["expected_12m_usd"]))
    )


def reports(december: float) -> Iterable[Row]:
    """A year of 100 a month that Korea sends to China, of whose last month China counts a part."""
    for reporter, partner, flow, last in (
        ("KR", "CN", "export", 100.0),
        ("CN", "KR", "import", december),
    ):
        for month in months(2025, 2025):
            yield {
                "dataset": "d",
                "reporter_code": reporter,
                "partner_code": partner,
                "group_id": "hbm_memory",
                "flow": flow,
                "includes_re_trade": False,
                "period_kind": "month",
                "period_start_on": month,
                "period_end_on": month.replace(day=28),
                "is_partial_period": False,
                "value_usd": last if month.month == 12 else 100.0,
                "valuation_basis": "CIF",
                "partner_basis": "origin",
                "hs_codes": "854232",
                "payload_sha256": "p",
            }


def mirrored(rows: Iterable[Row]) -> dict[object, Row]:
    vintages = [{**row, "hs_code": "854232", "is_latest_vintage": True} for row in list(rows)]
    codes: list[Row] = [{"group_id": "hbm_memory", "hs_code": "854232"}]
    found = made(
        "int_trade__mirrored",
        int_trade__group_flows=rows,
        int_trade__vintages=vintages,
        stg_curated__trade_group_codes=codes,
    )
    return {row["period_start_on"]: row for row in found}


def test_twelve_months_of_both_sides_add_up_when_all_are_known() -> None:
    found = mirrored(list(reports(10)))
    assert (found[DECEMBER]["export_12m_usd"], found[DECEMBER]["import_12m_usd"]) == (1200, 1110)
    assert [row["export_12m_usd"] for on, row in found.items() if on != DECEMBER] == [None] * 11


def test_a_month_of_one_side_breaks_the_twelve() -> None:
    rows = [
        row
        for row in reports(10)
        if (row["flow"], row["period_start_on"]) != ("import", date(2025, 5, 1))
    ]
    found = mirrored(rows)
    assert found[DECEMBER]["export_12m_usd"] is None
    assert found[date(2025, 5, 1)]["import_usd"] is None
