"""Months of trade as a line: every month is on it, every window that has months is shaded."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest

from pipelines.report.charts.months import FEWEST_MONTHS, HIGH, month_charts

SERIES = {
    "reporter_name": "Aland", "partner_name": "Beland", "flow": "export",
    "group_name": "Tools & parts", "dataset": "a/flows",
}  # fmt: skip


def months(count: int, value: float = 1e6, **changed: str) -> list[dict[str, Any]]:
    return [
        SERIES
        | changed
        | {"month_on": date(2021 + n // 12, n % 12 + 1, 1), "value_usd": value * (1 + n % 7)}
        for n in range(count)
    ]


def window(**changed: str) -> dict[str, Any]:
    days = {"part_start_on": date(2022, 1, 1), "part_end_on": date(2022, 6, 30)}
    return SERIES | days | {"part": "during", "why": "A <rule>", "said": "lumpy"} | changed


def drawn(rows: list[dict[str, Any]], *surges: dict[str, Any]) -> ET.Element:
    return ET.fromstring(f"<div>{month_charts(rows, surges)}</div>")  # noqa: S314


def test_each_series_has_its_panel_and_its_own_windows() -> None:
    rows = [*months(40), *months(40, flow="import"), *months(FEWEST_MONTHS - 1, dataset="b/flows")]
    chart = drawn(rows, window(), window(part="before"), window(dataset="b/flows"))
    panels = chart.findall("svg")
    assert [len(panel.findall(".//g")) for panel in panels] == [1, 0]
    assert [panel.get("aria-label", "").split(":")[0] for panel in panels] == [
        "Aland to Beland",
        "Aland from Beland",
    ]


@pytest.mark.parametrize("value", [0.0, 0.3, 1e3, 2.5e9])
def test_every_month_is_on_the_line_and_inside(value: float) -> None:
    path = drawn(months(30, value)).find(".//path")
    assert path is not None
    points = (path.get("d") or "").replace("M", "L").split("L")[1:]
    assert len(points) == 30
    assert all(0 <= float(point.split()[1]) <= HIGH for point in points)
