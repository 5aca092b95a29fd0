"""Fetching from the simulator without waiting: a clock that jumps, small settings, the truth.

Belongs here: what the tests of the fetch share. Does not belong here: assertions.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.archive.refusals import refusal_of
from pipelines.archive.store import Archive
from pipelines.fetch.engine import Fetcher
from pipelines.parsing.records import PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse
from tests.simulator.server import Simulator
from tests.simulator.service import Asked
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    source: service.settings for source, service in SERVICES.items()
}
_VARIABLES = {spec.source: spec.source_spec.key_variable for spec in load_specs().values()}
_KEYS = {source: service.key for source, service in SERVICES.items() if service.key}
KEYS = {_VARIABLES[source] or "": key.plain for source, key in _KEYS.items()}
CANARIES = {source: (_VARIABLES[source] or "", key.canary) for source, key in _KEYS.items()}
"""By source: the variable of its key, and a key that changes when it is put into an address."""
CANARY_VARIABLES = dict(CANARIES.values())
TRACES = [b"canary", *(value.rsplit("+", 1)[1].encode() for value in CANARY_VARIABLES.values())]
"""What a key leaves behind, however it was encoded."""


@dataclass
class FakeClock:
    """Shows the world's hour; sleeping moves it and takes no time."""

    world: World
    slept: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return self.world.now

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept.append(seconds)
            self.world.now += timedelta(seconds=seconds)


def fetcher(folder: Path, simulator: Simulator, **options: Any) -> Fetcher:
    """A fetcher of a live warehouse in `folder` whose services are the simulator."""
    warehouse = Warehouse(folder)
    warehouse.ensure("live")
    defaults: dict[str, Any] = {
        "variables": {**simulator.variables, **KEYS},
        "clock": FakeClock(simulator.world),
        "settings": SETTINGS,
        "attempts": 2,
        "total_seconds": 20.0,
    }
    return Fetcher(warehouse, **{**defaults, **options})


Rows = dict[tuple[Any, ...], tuple[Any, ...]]


def loaded(folder: Path, source: str) -> Rows:
    """What a build would load: the newest value of every natural key, by key."""
    archive = Archive(folder / "archive")
    found: Rows = {}
    for spec in load_specs().values():
        if spec.source != source:
            continue
        for entry in archive.entries(source, spec.dataset):
            if refusal_of(entry) is not None:
                continue
            try:
                parsed = parse_payload(spec, archive.read(entry))
            except PayloadError:
                continue
            found.update(_keyed(spec.dataset, parsed.rows, spec.natural_key))
    return found


def truth(world: World, source: str) -> Rows:
    """What the service knows now, asked in one piece and without any fault."""
    found: Rows = {}
    for spec in load_specs().values():
        if spec.source == source:
            for body in answers(world, source, spec.dataset):
                rows = parse_payload(spec, body).rows
                found.update(_keyed(spec.dataset, rows, spec.natural_key))
    return found


def answers(world: World, source: str, dataset: str) -> list[bytes]:
    """The answers that together hold all of a dataset, asked without HTTP."""
    agent = {"user-agent": "Mozilla/5.0 (compatible; a simulated person) person@example.org"}
    found = []
    service = SERVICES[source]
    for path, query in service.parts_of(dataset, world):
        asked = Asked(path, {name: [value] for name, value in query.items()}, agent)
        found.append(service.answer(world, asked).body)
    return [body for body in found if body not in {b"{}", b""}]


def _keyed(dataset: str, rows: list[dict[str, Any]], key: tuple[str, ...]) -> Rows:
    return {(dataset, *(row[name] for name in key)): tuple(map(str, row.values())) for row in rows}
