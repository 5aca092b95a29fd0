"""The contract of a simulated service: what its file below `sources/` declares.

Belongs here: the declaration and the values it is made of, and how records become bytes.
Does not belong here: any one service, faults (`faults.py`), what all services know (`world.py`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipelines.parsing.records import Outcome
from tests.simulator.world import World

Query = Mapping[str, list[str]]
JSON = "application/json; charset=utf-8"
NOT_APPLICABLE = "-"
GUESS = "guess"
SMALL = "made small"


@dataclass(frozen=True)
class Reply:
    """An answer before it is damaged: `records` is set for answers a fault may change inside."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    records: Any = None
    render: Callable[[Any], bytes] | None = None

    def with_records(self, records: Any) -> Reply:
        assert self.render is not None
        return replace(self, records=records, body=self.render(records))


@dataclass(frozen=True)
class Asked:
    path: str
    query: Query
    headers: Mapping[str, str]

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


Parts = Iterable[tuple[str, dict[str, str]]]
"""Path and query of the requests whose answers together hold a whole dataset."""


@dataclass(frozen=True)
class Victim:
    """Of one kind of record: the column that faults remove or rename, and one that holds a day.

    `retyped` is the column that a fault gives another type, `column` when not said; `day` is
    empty when no column holds a day.
    """

    column: str
    day: str = ""
    retyped: str = ""


@dataclass(frozen=True)
class Comes:
    """What a fault comes to at this service instead of what it comes to elsewhere, and why."""

    outcome: str
    why: str


@dataclass(frozen=True)
class Key:
    """A key that is valid, and one that changes when it is put into an address."""

    plain: str
    canary: str


@dataclass(frozen=True)
class Paging:
    """Answers name the address of the next page in `member`; `cursor` is the page's parameter."""

    member: str
    address: str
    cursor: str


def _whole(_: World) -> Parts:
    return (("/", {}),)


@dataclass(frozen=True)
class Service:
    """One simulated service, given as `SERVICE` in `sources/<name>.py`.

    `habits`: every habit of the original that is imitated, with its evidence: `recorded: FILE` (a
    payload of ../shared/payloads), `assembled: FILE` (a file there that was put together from
    reports and clients), `doc: ADDRESS`, `issue: OWNER/NAME#NUMBER`, `code: OWNER/NAME/PATH` (a
    public program whose author says there what the service did), or `guess`. What is no habit of
    the original, so that tests ask for little, is `made small`.
    `recorded`: by dataset, the payloads of ../shared/payloads that the parser here reads, and how
    many rows each gives. `refusals`: by dataset, answers that are no data and what each is.
    `parts`: by dataset, the requests whose answers hold all of it; one to `/` when not said.
    `settings`: those of the source's spec that tests replace, to ask for little.
    `comes`: by fault, what comes of it here where that differs. `in_short`: the faults tried in
    every run of the tests; all of them are tried in the slow ones.
    `tells_unchanged`: asked again, it answers 304. `most_days`: it takes part in simulated runs
    of at most this many days (whole lists take long).
    """

    answer: Callable[[World, Asked], Reply]
    habits: Mapping[str, str]
    victims: tuple[Victim, ...]
    recorded: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refusals: Mapping[str, Mapping[bytes, Outcome]] = field(default_factory=dict)
    parts: Mapping[str, Callable[[World], Parts]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    key: Key | None = None
    paging: Paging | None = None
    comes: Mapping[str, Comes] = field(default_factory=dict)
    in_short: tuple[str, ...] = ("200 sentence",)
    tells_unchanged: bool = False
    most_days: int = 1000

    def victim(self, record: Mapping[str, Any]) -> Victim:
        """The columns of this kind of record that faults change."""
        return next((v for v in self.victims if v.column in record), self.victims[0])

    def parts_of(self, dataset: str, world: World) -> Parts:
        """The requests whose answers together hold all of a dataset."""
        return self.parts.get(dataset, _whole)(world)


def structured(records: Any, render: Callable[[Any], bytes], content_type: str = JSON) -> Reply:
    return Reply(body=render(records), content_type=content_type, records=records, render=render)


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]) if rows else ["source"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def page(title: str, status: int) -> Reply:
    """A page of HTML, as a server that does not mean an API's client gives one."""
    return Reply(status, f"<html><title>{title}</title></html>".encode(), "text/html")
