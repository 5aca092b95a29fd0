"""The figures of `make eval` stay above their committed floors."""

import json

import pytest

from pipelines.derived.event_candidates.evaluate import (
    DEVELOPMENT,
    FLOORS,
    below_floors,
    measure,
    sets,
)

NAMES = [
    "development",
    *(
        f"own, {number} batch"
        for number in (
            "first",
            "second",
            "third",
            "fourth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
        )
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_figures_stay_above_their_floors(name: str) -> None:
    if name == "development" and not DEVELOPMENT.is_file():
        pytest.skip("the labelled headlines (../shared/eval) are not on this machine")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    assert floors
    assert not below_floors(measure(sets()[name]), floors)
