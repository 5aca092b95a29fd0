"""Ranges as bars: each row has its bar where its values are, or says that nothing is known."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from pipelines.report.charts.ranges import Range, ranges

ROWS = [
    Range("stock & more", 800.0, 1400.0, 1800.0, True, "800 to 1,800 or more"),
    Range("imports", 200.0, None, 300.0, False, "200 to 300"),
    Range("smuggled", None, None, None, True, "nobody estimated it"),
]


def test_bars_lie_where_their_values_are() -> None:
    chart = ET.fromstring(ranges("Compute", ROWS))  # noqa: S314
    marks = chart.findall("g")
    assert [mark.findtext("title") for mark in marks] == [
        "stock & more: 800 to 1,800 or more",
        "imports: 200 to 300",
    ]
    lefts = [float((mark[1].get("x") or "").rstrip("%")) for mark in marks]
    assert lefts[0] == pytest.approx(4 * lefts[1], rel=1e-3)
    assert [len(mark.findall("line")) for mark in marks] == [1, 0]
    assert [mark[1].get("fill") for mark in marks] == ["url(#open-end)", "var(--us)"]
    assert "nobody estimated it" in [text.text for text in chart.findall("text")]


def test_nothing_known_is_a_chart_without_bars() -> None:
    assert ET.fromstring(ranges("Compute", ROWS[2:])).findall("g") == []  # noqa: S314
