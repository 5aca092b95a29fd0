"""Months of a hub: what came in, and the most that could have stayed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from pipelines.report.links import Links
from pipelines.report.pages.hubs import hub_section


def month(number: int, **told: Any) -> dict[str, Any]:
    return {
        "hub_name": "Malaysia",
        "month_on": date(2025, number, 1),
        "exporters": "TW",
        "inflow_usd": Decimal(2_000_000_000),
        "to_china_usd": None,
        "china_reported_usd": None,
        "bound_usd": Decimal(2_000_000_000),
        "is_inflow_only": True,
        "accelerators_low": Decimal(50_000),
        "accelerators_high": Decimal(80_000),
        "power_low_gw": Decimal("0.07"),
        "power_high_gw": Decimal("0.11"),
        **told,
    }


def section(*months: dict[str, Any]) -> str:
    report: Any = SimpleNamespace(hubs=months, as_of_on=date(2026, 11, 20))
    return hub_section(report, Links((), {}))


def test_a_month_without_reported_exports_says_so_and_is_all_bound() -> None:
    page = section(month(4))
    assert "2025-04: 2.00 bn USD in from TW; what left is not reported" in page
    assert "at most 50,000 to 80,000 accelerators" in page
    assert "not reported</td>" in page


def test_a_month_with_reported_exports_names_what_went_on() -> None:
    known = month(
        5, is_inflow_only=False, to_china_usd=Decimal(500_000_000), bound_usd=Decimal(10**9)
    )
    page = section(known)
    assert "on to China 0.50 bn USD" in page
    assert "what left is not reported" not in page


def test_each_hub_has_a_chart_of_its_own_and_none_is_said_to_be_none() -> None:
    assert section(month(4), month(5), month(4, hub_name="Singapore")).count("<svg") == 2
    assert "No month of a hub" in section()
