"""The measures themselves, their intervals, and the comparison with what was accepted."""

from typing import Any

import pytest

from pipelines.derived.event_candidates.evaluate import (
    Part,
    Row,
    at_prevalence,
    errors,
    measure,
    reliability,
    remembered,
    share,
    surely_worse,
)
from pipelines.derived.event_candidates.headlines.labels import Labelled


def row(story: str, given_story: str, wanted: bool, got: bool, **said: Any) -> Row:
    return Row(
        Labelled(
            headline=f"{story} {given_story}",
            published_on="2031-01-01",
            language="en",
            story=story,
            is_event=wanted,
            instrument="export_rule" if wanted else "none",
            issuer="US" if wanted else "none",
            vendors=frozenset(filter(None, [said.get("vendor", "")])),
            chips=frozenset(),
            origin="test",
        ),
        {
            "is_event": got,
            "needs_review": said.get("review", False),
            "probability": 0.9 if got else 0.1,
            "instrument": said.get("instrument", "export_rule") if got else "none",
            "second_instrument": said.get("second", "none"),
            "measures": said.get("measures", 1),
            "issuer_jurisdiction": said.get("issuer", "US") if got else "none",
            "vendors": list(filter(None, [said.get("answered", "")])),
            "chips": [],
            "story_id": given_story,
        },
    )


ROWS = [
    row("a", "1", True, True, vendor="X", answered="X"),
    row("a", "1", True, True, issuer="CN", review=True),
    row("a", "2", True, False, vendor="Y", review=True),
    row("", "2", False, True, answered="Z"),
]


def test_measures() -> None:
    values = {one.name: one.value for one in measure(ROWS)}
    assert values["event f1"] == pytest.approx(2 / 3)
    assert values["published precision"] == pytest.approx(1 / 2)
    assert values["published recall"] == pytest.approx(1 / 3)
    assert values["recall with review"] == 1
    assert values["in review"] == pytest.approx(1 / 2)
    assert values["instrument"] == pytest.approx(2 / 3)
    assert values["issuer"] == pytest.approx(1 / 3)
    assert values["vendors f1"] == pytest.approx(0.5)
    assert values["story pairs f1"] == pytest.approx(1 / (1 + 3 / 2))


def test_either_of_two_measures_told_is_right() -> None:
    told = row("", "1", True, True, instrument="entity_listing", second="export_rule", measures=2)
    assert told.is_instrument_right
    assert not row("", "1", True, True, instrument="entity_listing").is_instrument_right


def test_intervals_draw_whole_stories() -> None:
    apart = [Part(str(number), number % 2, 1.0) for number in range(40)]
    together = [Part(str(number % 4), float(number % 4 < 2), 1.0) for number in range(40)]
    one, other = share("x", apart), share("x", together)
    assert one.value == other.value == 0.5
    assert other.high - other.low > one.high - one.low
    assert share("none", []).value == 1.0


def test_precision_falls_with_the_share_of_events() -> None:
    assert at_prevalence(ROWS, 0.5) == pytest.approx((1 / 3) / (1 / 3 + 1))
    assert at_prevalence(ROWS, 0.03) < at_prevalence(ROWS, 0.5)


def test_reliability_counts_events_by_probability() -> None:
    assert [(low, count, events) for low, _, count, _, events in reliability(ROWS)] == [
        (0.1, 1, 1.0),
        (0.9, 3, 2 / 3),
    ]


def test_errors_name_the_slot() -> None:
    lines = errors(ROWS)
    assert [line.split(":")[0].split(" (")[0] for line in lines] == [
        "issuer CN, not US",
        "missed event",
        "false event",
    ]


def test_only_a_sure_difference_fails_the_gate() -> None:
    good = [row(f"s{number}", f"{number}", True, True) for number in range(30)]
    bad = [row(f"s{number}", f"{number}", True, number > 9) for number in range(30)]
    unsure = [row(f"s{number}", f"{number}", True, number > 0) for number in range(30)]
    before = remembered({"set": good})
    assert surely_worse({"set": good}, before) == []
    assert surely_worse({"set": unsure}, before) == []
    failed = surely_worse({"set": bad}, before)
    assert failed[0].startswith("set: event is worse by 0.333 [")
    assert surely_worse({"set": good}, remembered({"set": bad})) == []
    assert surely_worse({"set": bad}, {}) == []
