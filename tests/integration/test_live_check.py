"""`make live-check` against the simulator: every keyless service is asked for one small thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipelines.cli.live_check import Look, check
from pipelines.specs import load_specs
from tests.simulator.server import Simulator
from tests.simulator.world import World

FETCHES = {s.source: s.source_spec.fetch for s in load_specs().values() if s.source_spec.fetch}
KEYLESS = {
    source
    for source, fetch in FETCHES.items()
    if fetch.enabled == "always" and fetch.key_use != "required"
}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    simulator = Simulator(World(datetime.now(UTC)))
    with simulator.running():
        yield simulator


def looks(simulator: Simulator) -> dict[str, Look]:
    return {look.source: look for look in check(simulator.variables)}


def test_healthy_services_are_called_healthy(simulator: Simulator) -> None:
    found = looks(simulator)
    assert set(found) == KEYLESS
    wrong = {name: look.message for name, look in found.items() if look.outcome != "ok"}
    assert wrong == {}
    assert {source for source, _ in simulator.asked} == KEYLESS


def test_little_is_asked_for(simulator: Simulator) -> None:
    looks(simulator)
    asked = dict(simulator.asked)
    by_range = {name for name, one in asked.items() if "range" in one.headers}
    declared = {name for name in KEYLESS if FETCHES[name].live_check.first_bytes}
    assert by_range == declared


def test_a_service_that_answers_something_else_is_told(simulator: Simulator) -> None:
    simulator.faults = dict.fromkeys(KEYLESS, "column renamed")
    simulator.faults |= {min(KEYLESS): "503", max(KEYLESS): "403 HTML"}
    found = looks(simulator)
    assert found[min(KEYLESS)].outcome == "unreachable"
    assert found[max(KEYLESS)].outcome == "forbidden"
    assert {look.outcome for look in found.values()} >= {"malformed"}


def test_one_that_hangs_is_a_timeout(simulator: Simulator) -> None:
    simulator.faults = {min(KEYLESS): "slow drip"}
    found = {look.source: look for look in check(simulator.variables, all_seconds=8.0)}
    assert found[min(KEYLESS)].outcome == "timeout"
