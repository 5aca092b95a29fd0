"""The seed of closed weekdays holds what the calendar package knows."""

import csv

from pipelines.derived.event_study.calendars import CALENDARS
from pipelines.warehouse import SEEDS
from tests.unit.derived.event_study.closures import SEED, expected


def test_the_seed_is_that_of_the_calendars() -> None:
    assert SEED.read_text("utf-8") == expected(), (
        "the calendar package knows other closures:"
        " run `python -m tests.unit.derived.event_study.closures` and read what changed"
    )


def test_every_exchange_of_the_seed_has_a_calendar() -> None:
    with (SEEDS / "reference" / "exchanges.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["mic"] for row in csv.DictReader(handle)} <= set(CALENDARS)
