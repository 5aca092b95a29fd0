"""Alpha Vantage: the newest hundred bars of a security as CSV."""

from __future__ import annotations

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
    as_csv,
    as_json,
    structured,
)
from tests.simulator.world import BEGINNING, World


def answer(world: World, asked: Asked) -> Reply:
    """The newest hundred bars as CSV; every error is JSON with HTTP 200."""
    if not asked.one("apikey"):
        told = "the parameter apikey is invalid or missing."
        return Reply(body=as_json({"Error Message": told}))
    if asked.one("symbol") != "NVDA":
        return Reply(body=as_json({"Error Message": "Invalid API call."}))
    records = [
        {"timestamp": bar["day"]}
        | {name: bar[name] for name in ("open", "high", "low", "close", "volume")}
        for bar in reversed(world.bars(BEGINNING)[-100:])
    ]
    return structured(records, as_csv, "application/x-download")


def _parts(world: World) -> Parts:
    yield "/query", {"apikey": "x", "symbol": "NVDA"}


SERVICE = Service(
    answer=answer,
    habits={
        "the columns, newest bar first": (
            "recorded: alphavantage/TIME_SERIES_DAILY_SMH_compact.csv"
        ),
        "a hundred bars": "doc: https://www.alphavantage.co/documentation/",
        "a call that is not valid is JSON with status 200": "issue: RomelTorres/alpha_vantage#341",
        "a key that nobody was given is answered; only none at all is refused": (
            "issue: RomelTorres/alpha_vantage#194"
        ),
        "the type of the content": GUESS,
    },
    recorded={
        "bars": {
            "alphavantage/TIME_SERIES_DAILY_SMH_compact.csv": 100,
        },
    },
    refusals={
        "bars": {
            b'{"Information": "our standard API rate limit is 25 requests per day."}': (
                Outcome.THROTTLED
            ),
            b'{"Information": "We have detected your API key as CANARY and our standard API rate'
            b' limit is 25 requests per day."}': Outcome.THROTTLED,
            b'{"Error Message": "the parameter apikey is invalid or missing."}': (
                Outcome.UNAUTHORIZED
            ),
            b"{}": Outcome.MALFORMED,
        }
    },
    victims=(Victim("close", "timestamp"),),
    parts={"bars": _parts},
    settings={"symbols": ["NVDA"]},
    key=Key("canary-alpha-c04d", "canary/alpha+c04d93"),
    comes={
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "CSV"),
        "latin-1": Comes(NOT_APPLICABLE, "ASCII"),
    },
)
