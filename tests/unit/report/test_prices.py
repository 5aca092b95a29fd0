"""The line of a company's prices: each action that names it stands on it once, or not at all."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from pipelines.report.charts.prices import FEWEST_SESSIONS, MOST_POINTS, price_chart
from pipelines.report.links import Links
from pipelines.report.subjects.company import COMPANY
from pipelines.report.subjects.model import Subject

LINKS = Links([("measure", "measures", "m1")], {"e1": "m1"})
DAY = date(2026, 1, 5)


def bars(days: Sequence[int], close: float = 10.0) -> list[dict[str, Any]]:
    return [
        {"session_on": DAY + timedelta(days=n), "currency": "USD", "close": close + n} for n in days
    ]


def action(after: int, event_id: str = "e1", **changed: object) -> dict[str, Any]:
    row = {
        "public_on": DAY + timedelta(days=after), "event_id": event_id, "title": "A <rule>",
        "issuer_name": "Agency", "jurisdiction": "US", "direction": "tighten", "authority_id": "a",
    }  # fmt: skip
    return row | changed


def drawn(sessions: list[dict[str, Any]], *actions: dict[str, Any]) -> ET.Element:
    subject = Subject(COMPANY, {"subject_id": "acme", "name": "Acme"}, {"actions": actions})
    text = price_chart(subject, {"acme": {"ACME": sessions}}, LINKS, DAY)
    return ET.fromstring(text)  # noqa: S314


def test_marks_stand_on_the_next_session_and_lead_to_their_page() -> None:
    chart = drawn(bars(range(0, 60, 2)), action(11), action(500), action(3, direction="other"))
    (mark,) = chart.findall(".//g")
    assert mark.find("title") is not None
    assert [link.get("href") for link in mark.iter("a")] == ["../measures/m1.html"]


def test_a_gap_breaks_the_line() -> None:
    path = drawn(bars([*range(30), *range(90, 120)])).find(".//path[@class='price']")
    assert path is not None
    assert (path.get("d") or "").count("M") == 2


@pytest.mark.parametrize("sessions", [FEWEST_SESSIONS, 5000])
def test_a_long_history_is_thinned_and_keeps_its_last_session(sessions: int) -> None:
    path = drawn(bars(range(sessions))).find(".//path[@class='price']")
    assert path is not None
    points = (path.get("d") or "").replace("M", "L").split("L")[1:]
    assert len(points) <= MOST_POINTS + 1
    assert float(points[-1].split()[1]) == pytest.approx(min(float(p.split()[1]) for p in points))


def test_few_sessions_make_no_line() -> None:
    subject = Subject(COMPANY, {"subject_id": "acme", "name": "Acme"}, {})
    few = bars(range(FEWEST_SESSIONS - 1))
    assert price_chart(subject, {"acme": {"ACME": few}}, LINKS, DAY) == ""
