"""`--without`, what a fetch says before and after, and when it exits with 3."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.cli.fetch import forecast_table
from pipelines.fetch.engine import planned, sources_by_default
from pipelines.fetch.forecast import forecast, minutes_of_all
from pipelines.sources import fetchable_sources
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse
from tests.conftest import chipwatch
from tests.simulator.command_line import command_line
from tests.simulator.harness import KEYS, fetcher
from tests.simulator.server import Simulator
from tests.simulator.world import World

FETCHES = {s.source: s.source_spec.fetch for s in load_specs().values() if s.source_spec.fetch}
NEEDS_CONTACT = min(s for s, fetch in FETCHES.items() if fetch.user_agent == "contact")


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    simulator = Simulator(World(datetime.now(UTC)))
    with simulator.running():
        for name, value in simulator.variables.items():
            monkeypatch.setenv(name, value)
        yield simulator


def test_a_source_left_out_is_not_asked_and_does_not_count(
    simulator: Simulator, tmp_path: Path
) -> None:
    place = ("--warehouse", tmp_path / "live")
    simulator.faults = {"rss": "403 HTML", "ofac": "404"}
    two = command_line(simulator, "fetch", "rss", "csl", *place)
    assert two.returncode == 3
    assert "could not be had:" in two.stdout
    one = command_line(simulator, "fetch", "ofac", "csl", "--without", "ofac", *place)
    assert one.returncode == 0, one.stderr
    assert "ofac" not in {source for source, _ in simulator.asked}
    assert chipwatch("sources", "check", *place).returncode == 3
    assert chipwatch("sources", "check", *place, "--without", "rss").returncode == 0
    checked = chipwatch("sources", "check", *place, "--without", "rss", "--json")
    assert "rss" not in {state["source"] for state in json.loads(checked.stdout)["sources"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("fetch", "--without", "nowhere"), "not a source that can be fetched"),
        (("fetch", "csl", "--without", "csl"), "every source is left out"),
        (("run", "--without", "csl"), "--live"),
        (("sources", "check", "--without", "nowhere"), "not a source that can be fetched"),
    ],
)
def test_leaving_out_what_is_not_there_is_told(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    result = chipwatch(*arguments, "--warehouse", tmp_path / "live")
    assert result.returncode in {1, 2}
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_plan_tells_what_is_expected_and_asks_nobody(
    simulator: Simulator, tmp_path: Path
) -> None:
    place = ("--warehouse", tmp_path / "live")
    told = chipwatch("fetch", "--plan", "--json", "--without", "csl", *place)
    assert told.returncode == 0, told.stderr
    plan = json.loads(told.stdout)
    assert simulator.asked == []
    assert not (tmp_path / "live").exists()
    assert {one["source"] for one in plan} == set(sources_by_default({})) - {"csl"}
    for one in plan:
        assert one["is_first"]
        assert one["requests"] > 0
        assert one["megabytes"] > 0
        assert one["why_not"] is None
    text = chipwatch("fetch", "--plan", *place)
    requests = sum(one["requests"] for one in plan) + 1
    assert f"in all about {requests:,} requests" in text.stdout


def test_only_a_first_run_says_what_to_expect(simulator: Simulator, tmp_path: Path) -> None:
    place = ("--warehouse", tmp_path / "live")
    first, second = (command_line(simulator, "fetch", "ofac", *place) for _ in range(2))
    assert "in all about 2 requests, 5 MB" in first.stderr
    assert first.stderr.index("in all") < first.stderr.index("ofac: CONS_PRIM.CSV")
    assert "in all" not in second.stderr


def test_what_cannot_be_asked_is_forecast_with_the_reason(tmp_path: Path) -> None:
    simulator = Simulator(World())
    bare = {name: v for name, v in simulator.variables.items() if name != "CHIPWATCH_CONTACT"}
    [one] = forecast(fetcher(tmp_path, simulator, variables=bare), [NEEDS_CONTACT])
    assert one.requests == 0
    assert "CHIPWATCH_CONTACT" in str(one.why_not)
    assert "CHIPWATCH_CONTACT" in forecast_table([one])


@pytest.mark.parametrize("source", fetchable_sources())
def test_what_a_plan_asks_for_is_declared(source: str, tmp_path: Path) -> None:
    """No dataset is forecast by the default of the code, and every figure is a real forecast."""
    simulator = Simulator(World())
    patient = fetcher(tmp_path, simulator, settings={}, variables={**simulator.variables, **KEYS})
    place = Warehouse(tmp_path)
    [one] = forecast(patient, [source])
    asked = {request.dataset for request in planned(patient, source)}
    assert asked <= set(FETCHES[source].expected)
    assert one.requests >= 1
    assert one.minutes >= 0
    assert one.minutes <= minutes_of_all([one, one])
    assert not (place.root / "cursors").exists()
