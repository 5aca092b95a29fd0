"""Every habit of a simulated service says what it is known from, or that it is a guess."""

import re
from pathlib import Path

import pytest

from pipelines.specs import load_specs
from tests.simulator.faults import FAULTS
from tests.simulator.sources import SERVICES

FORMS = re.compile(
    r"(recorded|assembled): [\w/.-]+|doc: https://\S+|issue: [\w.-]+/[\w.-]+#\d+|guess|made small"
    r"|code: [\w.-]+/[\w.-]+/\S+"
)
ASSEMBLED = ("_from_issues", "_from_clients", "error_bodies")


@pytest.mark.parametrize("source", list(SERVICES))
def test_every_habit_has_its_evidence(source: str) -> None:
    service = SERVICES[source]
    assert service.habits
    for habit, evidence in service.habits.items():
        assert FORMS.fullmatch(evidence), habit
    assert set(service.comes) | set(service.in_short) <= set(FAULTS)
    assert all(comes.why for comes in service.comes.values())
    datasets = {spec.dataset for spec in load_specs().values() if spec.source == source}
    assert set(service.parts) <= datasets


@pytest.mark.parametrize("source", list(SERVICES))
def test_what_is_called_recorded_was_recorded(source: str, recorded: Path) -> None:
    for habit, evidence in SERVICES[source].habits.items():
        kind, _, file = evidence.partition(": ")
        if kind in {"recorded", "assembled"}:
            assert (recorded / file).is_file(), habit
            assert (kind == "assembled") == any(mark in file for mark in ASSEMBLED), habit
