"""`run --live` while half of the sources fail in any way: the rest is published, what is missing
is told.

Each draw is made of a seed: which half, what each does wrong, and whether it begins with a first
run or with a release of better days.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.archive import fetch_log as log
from pipelines.archive.fetch_log import fetch_status
from pipelines.fetch.engine import sources_by_default
from pipelines.warehouse import Warehouse
from tests.conftest import chipwatch
from tests.simulator.command_line import command_line
from tests.simulator.faults import FAULTS
from tests.simulator.harness import CANARY_VARIABLES
from tests.simulator.matrix import expected
from tests.simulator.server import Simulator
from tests.simulator.service import NOT_APPLICABLE
from tests.simulator.world import World

SOURCES = sources_by_default({**os.environ, **CANARY_VARIABLES})


@dataclass(frozen=True)
class Draw:
    """What fails in one run: by source, the fault."""

    faults: dict[str, str]
    is_first_run: bool


def draw(seed: int) -> Draw:
    """A random half of the sources, each with a fault that it can have."""
    chance = random.Random(seed)  # noqa: S311
    half = chance.sample(SOURCES, (len(SOURCES) + seed % 2) // 2)
    faults = {
        source: chance.choice([f for f in FAULTS if expected(source, f) != NOT_APPLICABLE])
        for source in sorted(half)
    }
    return Draw(faults, is_first_run=seed % 3 != 0)


def test_draws_differ_and_reach_every_source() -> None:
    draws = [draw(seed) for seed in range(30)]
    assert {source for one in draws for source in one.faults} == set(SOURCES)
    assert len({str(one) for one in draws}) == 30
    assert {one.is_first_run for one in draws} == {True, False}
    assert len({fault for one in draws for fault in one.faults.values()}) > 20


def published(place: Path) -> dict[str, tuple[int, str, str]]:
    """By source: rows, the worst status and the reasons in the release."""
    with duckdb.connect(str(place / "chipwatch.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select source, sum(row_count), string_agg(distinct status, ', '), "
            "string_agg(status_reason, '; ') "
            "from meta.sources group by 1"
        ).fetchall()
    return {
        source: (int(count or 0), status, reason or "") for source, count, status, reason in rows
    }


def fetch_missed(place: Path) -> list[tuple[str, str, str]]:
    """Source, name and host of everything that the last run of each source missed."""
    runs = {r["source"]: r for r in log.read(Warehouse(place)) if r["kind"] == "run"}
    return [(s, one["key"], one["host"]) for s, run in runs.items() for one in run["missed"]]


def the_rest_is_published(seed: int, folder: Path) -> None:
    """One draw: nothing that works is missing, nothing that fails is silent."""
    drawn = draw(seed)
    place = folder / "live"
    began = datetime.now(UTC) - timedelta(hours=2 if drawn.is_first_run else 98)
    simulator = Simulator(World(began))
    with simulator.running():
        if not drawn.is_first_run:
            good = command_line(simulator, "run", "--live", "--warehouse", place)
            assert good.returncode == 0, good.stdout + good.stderr
            simulator.world.now = datetime.now(UTC) - timedelta(hours=2)
        simulator.faults = dict(drawn.faults)
        run = command_line(simulator, "run", "--live", "--warehouse", place, total_seconds=10.0)
    printed = run.stdout + run.stderr
    assert "published release" in run.stdout, f"{drawn}\n{printed[-6000:]}"
    assert "Traceback" not in printed
    states = fetch_status(Warehouse(place))
    assert set(states) == set(SOURCES)
    stale = {source for source, state in states.items() if state.is_stale}
    assert stale <= set(drawn.faults), f"{drawn}: {stale - set(drawn.faults)} did not fail"
    assert run.returncode == (3 if stale else 0)
    told = run.stdout.partition("missing, because")[2]
    status = json.loads(chipwatch("status", "--json", "--warehouse", place).stdout)
    assert {line.partition(": ")[0] for line in status["not_had"]} == stale
    for source, key, host in fetch_missed(place):
        [line] = [one for one in status["not_had"] if one.startswith(f"{source}: ")]
        assert key in line
        assert host in line
    found = published(place)
    for source in SOURCES:
        rows, status, reason = found[source]
        if source in stale:
            assert f"  {source}: " in told, source
            assert status != "ok" or reason, source
        else:
            assert f"  {source}: " not in told, source
        if source not in drawn.faults:
            assert rows > 0, (source, drawn)
            assert status == "ok", (source, status, reason, drawn)
        elif not drawn.is_first_run:
            assert rows > 0, (source, drawn)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 12))
def test_one_half_fails(seed: int, tmp_path: Path) -> None:
    the_rest_is_published(seed, tmp_path)
