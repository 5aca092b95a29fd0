"""Tiingo: daily bars of a security as JSON."""

from __future__ import annotations

from datetime import date

from pipelines.parsing.records import Outcome
from tests.simulator.service import (
    GUESS,
    NOT_APPLICABLE,
    Asked,
    Comes,
    Key,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    structured,
)
from tests.simulator.world import BEGINNING, World


def answer(world: World, asked: Asked) -> Reply:
    """Bars as traded with their factors; errors are a sentence under `detail`."""
    if asked.one("token") in {"", "wrong"}:
        return Reply(401, as_json({"detail": "Invalid token."}))
    if asked.path.split("/")[3] != "NVDA":
        return Reply(404, as_json({"detail": "Not found."}))
    records = [
        {"date": f"{bar['day']}T00:00:00.000Z"}
        | {name: bar[name] for name in ("close", "high", "low", "open", "volume")}
        | {f"adj{name.title()}": bar[name] for name in ("close", "high", "low", "open", "volume")}
        | {"divCash": 0.0, "splitFactor": 1.0}
        for bar in world.bars(date.fromisoformat(asked.one("startDate")))
    ]
    return structured(records, as_json)


def _parts(world: World) -> Parts:
    yield "/tiingo/daily/NVDA/prices", {"token": "x", "startDate": BEGINNING.isoformat()}


SERVICE = Service(
    answer=answer,
    habits={
        "the members of a bar": "recorded: tiingo/ticker_price_with_date.yaml",
        "a symbol that is not known is 404": "issue: MicrosoftDocs/powerbi-docs#3998",
        "errors are a sentence under `detail`; a wrong key is 401": GUESS,
    },
    recorded={
        "bars": {
            "tiingo/ticker_price_with_date.yaml": 2,
        },
    },
    refusals={
        "bars": {
            b'{"detail": "Invalid token."}': Outcome.UNAUTHORIZED,
            b'{"detail": "Not found."}': Outcome.NOT_FOUND,
            b'{"detail": "Error: You have run over your hourly request allocation."}': (
                Outcome.THROTTLED
            ),
            b"[]": Outcome.EMPTY,
            b'[{"a": 1}]': Outcome.MALFORMED,
        }
    },
    victims=(Victim("close", "date"),),
    parts={"bars": _parts},
    settings={"since": BEGINNING.isoformat(), "symbols": ["NVDA"]},
    key=Key("canary-tiingo-77b1", "canary/tiingo+77b1c8"),
    comes={
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "days and numbers only"),
        "latin-1": Comes(NOT_APPLICABLE, "ASCII"),
    },
)
