"""The measures themselves."""

import pytest

from pipelines.derived.event_candidates.evaluate import (
    Measure,
    Row,
    below_floors,
    errors,
    measure,
    wilson,
)


def row(story: str, given_story: str, wanted: bool, got: bool, **slots: str) -> Row:
    return Row(
        headline=f"{story} {given_story}",
        language="en",
        story=story,
        is_event=wanted,
        instrument="export_rule" if wanted else "none",
        issuer="US" if wanted else "none",
        vendors=frozenset(filter(None, [slots.get("vendor", "")])),
        chips=frozenset(),
        answer={
            "is_event": got,
            "score": 0.9 if got else 0.1,
            "instrument": "export_rule" if got else "none",
            "issuer_jurisdiction": slots.get("issuer", "US") if got else "none",
            "vendors": list(filter(None, [slots.get("answered", "")])),
            "chips": [],
            "story_id": given_story,
        },
    )


ROWS = [
    row("a", "1", True, True, vendor="X", answered="X"),
    row("a", "1", True, True, issuer="CN"),
    row("a", "2", True, False, vendor="Y"),
    row("", "2", False, True, answered="Z"),
]


def test_measures() -> None:
    values = {one.name: one.value for one in measure(ROWS)}
    assert values["event precision"] == pytest.approx(2 / 3)
    assert values["event recall"] == pytest.approx(2 / 3)
    assert values["instrument"] == pytest.approx(2 / 3)
    assert values["issuer"] == pytest.approx(1 / 3)
    assert values["vendors f1"] == pytest.approx(0.5)
    assert values["story pairs f1"] == pytest.approx(1 / (1 + 3 / 2))


def test_wilson_matches_a_known_interval() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    assert wilson(0, 0) == (0.0, 1.0)


def test_errors_name_the_slot() -> None:
    lines = errors(ROWS)
    assert [line.split(":")[0].split(" (")[0] for line in lines] == [
        "issuer CN, not US",
        "missed event",
        "vendors none, not Y",
        "false event",
        "vendors Z, not none",
    ]


def test_floors_catch_a_drop_and_a_figure_that_is_gone() -> None:
    got = below_floors([Measure("a", 0.8, 0, 1, 10)], {"a": 0.9, "b": 0.1})
    assert got == ["a: 0.800 is below the floor 0.900", "b: no such figure"]
    assert below_floors([Measure("a", 0.9, 0, 1, 10)], {"a": 0.9}) == []
