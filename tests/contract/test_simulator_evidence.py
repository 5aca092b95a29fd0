"""Every habit of a simulated service says what it is known from, or that it is a guess."""

import re
from pathlib import Path

import pytest

from pipelines.specs import load_specs
from tests.contract.recordings import is_assembled, read_from
from tests.simulator.evidence import PAGE, page
from tests.simulator.faults import FAULTS
from tests.simulator.sources import SERVICES

FORMS = re.compile(
    r"(recorded|assembled): [\w/.-]+|doc: https://\S+|issue: [\w.-]+/[\w.-]+#\d+|guess|made small"
    r"|code: [\w.-]+/[\w.-]+/\S+"
)


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
def test_the_recorded_answers_of_a_service_are_those_that_its_parsers_read(
    source: str, recorded: Path
) -> None:
    found = {
        declared.dataset: files
        for declared in load_specs().values()
        if declared.source == source and (files := read_from(recorded, declared))
    }
    assert found == SERVICES[source].recorded


def test_the_page_of_evidence_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "make docs writes it anew"


def test_the_page_tells_of_every_source_that_is_asked() -> None:
    text = page()
    for source, service in SERVICES.items():
        assert f"(`{source}`)" in text
        section = text.partition(f"(`{source}`)")[2].partition("\n## ")[0]
        for habit in service.habits:
            assert habit in section


@pytest.mark.parametrize("source", list(SERVICES))
def test_what_is_called_recorded_was_recorded(source: str, recorded: Path) -> None:
    for habit, evidence in SERVICES[source].habits.items():
        kind, _, file = evidence.partition(": ")
        if kind in {"recorded", "assembled"}:
            assert (recorded / file).is_file(), habit
            assert (kind == "assembled") == is_assembled(Path(file)), habit
