"""Stooq: daily bars of a security as CSV."""

from __future__ import annotations

from datetime import datetime

from pipelines.parsing.records import Outcome
from tests.simulator.service import (
    NOT_APPLICABLE,
    Asked,
    Comes,
    Key,
    Parts,
    Reply,
    Service,
    Victim,
    as_csv,
    structured,
)
from tests.simulator.world import BEGINNING, World


def answer(world: World, asked: Asked) -> Reply:
    """Bars as CSV; without a key a page that tells how to get one, for nothing a sentence."""
    if asked.one("apikey") in {"", "wrong"}:
        page = "<html><title>Stooq</title><a href='/q/d/?s=spy.us&get_apikey'>key</a></html>"
        return Reply(body=page.encode(), content_type="text/html")
    first = datetime.strptime(asked.one("d1"), "%Y%m%d").date()  # noqa: DTZ007
    if asked.one("s") != "nvda.us" or first > world.today:
        return Reply(body=b"No data", content_type="text/plain")
    records = [
        {"Date": bar["day"]}
        | {name.title(): bar[name] for name in ("open", "high", "low", "close", "volume")}
        for bar in world.bars(first)
    ]
    return structured(records, as_csv, "text/csv")


def _parts(world: World) -> Parts:
    yield "/q/d/l/", {"apikey": "x", "s": "nvda.us", "d1": f"{BEGINNING:%Y%m%d}"}


SERVICE = Service(
    answer=answer,
    habits={
        "the columns, oldest bar first": "recorded: stooq/nvda_us_d_head_tail.csv",
        "without a key a page with status 200 that tells how to get one": (
            "issue: pydata/pandas-datareader#1012"
        ),
        "a symbol that is not known is two words with status 200": (
            "assembled: stooq/error_shapes_from_issues.json"
        ),
    },
    recorded={
        "bars": {
            "stooq/nvda_us_d_head_tail.csv": 49,
        },
    },
    refusals={
        "bars": {
            b"No data": Outcome.EMPTY,
            b"Exceeded the daily hits limit": Outcome.THROTTLED,
            b"<html>get your key: ?get_apikey</html>": Outcome.UNAUTHORIZED,
            b"<html><title>Welcome</title></html>": Outcome.MALFORMED,
        }
    },
    victims=(Victim("Close", "Date"),),
    parts={"bars": _parts},
    settings={"since": BEGINNING.isoformat(), "symbols": ["nvda.us"]},
    key=Key("canary-stooq-2e9f", "canary/stooq+2e9f6a"),
    comes={
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "CSV"),
        "latin-1": Comes(NOT_APPLICABLE, "ASCII"),
    },
    in_short=("200 sentence", "200 HTML"),
)
