"""The sensors of the fetch, asked as Dagster's daemon asks them, against the simulator."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs.definitions import defs
from pipelines.defs.fetch import build_what_was_archived, newest_sensors
from pipelines.warehouse import Warehouse
from tests.simulator.harness import fetcher
from tests.simulator.server import Simulator
from tests.simulator.sources.federal_register import documents
from tests.simulator.world import BEGINNING, World

NEWEST = newest_sensors["federal_register"]


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    simulator = Simulator(World())
    with simulator.running():
        for name, value in simulator.variables.items():
            monkeypatch.setenv(name, value)
        yield simulator


def look(
    sensor: dg.SensorDefinition, cursor: str | None, instance: dg.DagsterInstance
) -> tuple[list[str | None], str | None, str | None]:
    """Run keys, the cursor kept for the next look, and the reason why nothing was started."""
    context = dg.build_sensor_context(
        instance, cursor=cursor, repository_def=defs.get_repository_def()
    )
    data = sensor.evaluate_tick(context)
    return [run.run_key for run in data.run_requests or []], data.cursor, data.skip_message


def test_a_newer_document_starts_one_fetch(simulator: Simulator) -> None:
    newest = documents(simulator.world, BEGINNING, simulator.world.today)
    with dg.DagsterInstance.ephemeral() as instance:
        started, cursor, _ = look(NEWEST, None, instance)
        assert started == [newest[-1][0]] == [cursor]
        again, cursor, reason = look(NEWEST, cursor, instance)
        assert (again, reason) == ([], f"{cursor} is still the newest of Federal Register")
        simulator.world.now += timedelta(days=3)
        later, _, _ = look(NEWEST, cursor, instance)
        assert len(later) == 1
        assert later != started


@pytest.mark.parametrize("fault", ["503", "200 HTML", "reset", "empty body"])
def test_a_look_that_fails_says_so_and_starts_nothing(fault: str, simulator: Simulator) -> None:
    simulator.faults["federal_register"] = fault
    with dg.DagsterInstance.ephemeral() as instance:
        started, _, reason = look(NEWEST, "2026-00001", instance)
    assert started == []
    assert reason == "Federal Register did not say what is its newest"


def test_a_new_payload_starts_one_build(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIPWATCH_WAREHOUSE", str(tmp_path))
    Warehouse(tmp_path).ensure("live")
    with dg.DagsterInstance.ephemeral() as instance:
        assert look(build_what_was_archived, None, instance)[0] == []
        fetcher(tmp_path, simulator).fetch_source("fred")
        started, cursor, _ = look(build_what_was_archived, None, instance)
        assert started == [cursor]
        assert look(build_what_was_archived, cursor, instance)[0] == []
