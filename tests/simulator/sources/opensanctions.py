"""OpenSanctions: one entity a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipelines.parsing.records import Outcome
from tests.simulator.service import (
    GUESS,
    Asked,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    page,
    structured,
)
from tests.simulator.world import World

COLLECTIONS = ("us_trade_csl",)


def _entities(world: World) -> list[tuple[str, str]]:
    """Identifier and caption of every entity of a collection."""
    return [(f"NK-{number}", f"Firm {number} – Café") for number in range(60 + world.list_version)]


def answer(world: World, asked: Asked) -> Reply:
    """One entity a line; the file has an ETag."""
    if asked.path.split("/")[3] not in COLLECTIONS:
        return page("404 Not Found", 404)
    etag = f'"{world.list_version}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers={"ETag": etag})
    records = [
        {
            "id": name,
            "caption": caption,
            "schema": "Company",
            "properties": {"name": [caption], "country": ["cn"], "topics": ["sanction"]},
            "referents": [f"ofac-{name}"],
            "datasets": ["us_trade_csl"],
            "first_seen": "2023-04-20T18:00:25",
            "last_seen": f"{world.today}T10:57:03",
            "last_change": "2025-07-26T20:01:14",
            "target": True,
        }
        for name, caption in _entities(world)
    ]

    def render(rows: Any) -> bytes:
        return b"".join(as_json(row) + b"\n" for row in rows)

    return replace(structured(records, render, "application/json+ftm"), headers={"ETag": etag})


def _parts(world: World) -> Parts:
    yield "/datasets/latest/us_trade_csl/entities.ftm.json", {}


SERVICE = Service(
    answer=answer,
    habits={
        "the members of an entity, one a line": (
            "recorded: opensanctions/yente_t1_entities.ftm_head5.json"
        ),
        "an ETag; 304 when nothing changed": GUESS,
        "the type of the content": GUESS,
        "a collection that is not known is 404 with a page of HTML": GUESS,
    },
    recorded={
        "entities": {
            "opensanctions/yente_t1_entities.ftm_head5.json": 5,
        },
    },
    refusals={
        "entities": {
            b'{"a": 1}\n{"b": 2}\n': Outcome.MALFORMED,
            b"[1]\n": Outcome.MALFORMED,
            b'{"id": "x", "schema"': Outcome.MALFORMED,
        }
    },
    victims=(Victim("caption", "last_change"),),
    parts={"entities": _parts},
    in_short=("200 sentence", "garbage"),
    tells_unchanged=True,
)
