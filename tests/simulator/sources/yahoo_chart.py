"""Yahoo's chart service: daily bars of a symbol, column by column."""

from __future__ import annotations

import csv
import struct
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from pipelines.warehouse import REPOSITORY
from tests.simulator.service import (
    GUESS,
    Asked,
    Comes,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    structured,
)
from tests.simulator.world import BEGINNING, World

SYMBOLS = ("NVDA", "^GSPC")
EXCHANGES = {
    "": ("USD", "NMS", "America/New_York"),
    "SS": ("CNY", "SHH", "Asia/Shanghai"),
    "SZ": ("CNY", "SHZ", "Asia/Shanghai"),
    "HK": ("HKD", "HKG", "Asia/Hong_Kong"),
    "TW": ("TWD", "TAI", "Asia/Taipei"),
    "KS": ("KRW", "KSC", "Asia/Seoul"),
    "T": ("JPY", "JPX", "Asia/Tokyo"),
    "AS": ("EUR", "AMS", "Europe/Amsterdam"),
}
"""Currency, code and zone of an exchange, by the ending of its symbols."""
OF_INDEX = {"^HSI": "HK", "^TWII": "TW", "^KS11": "KS", "^N225": "T", "^AEX": "AS"}


def _watched() -> list[str]:
    path = REPOSITORY / "dbt_project" / "seeds" / "reference" / "securities.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [row["symbol"] for row in csv.DictReader(stream)]


KNOWN = tuple(dict.fromkeys([*SYMBOLS, *_watched()]))


def _widened(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def answer(world: World, asked: Asked) -> Reply:
    """Daily bars of a known symbol; a JSON error with 404 for another one."""
    symbol = unquote(asked.path.rsplit("/", 1)[1])
    if symbol not in KNOWN:
        error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
        return Reply(404, as_json({"chart": {"result": None, "error": error}}))
    currency, exchange, zone = EXCHANGES[OF_INDEX.get(symbol, symbol.partition(".")[2])]
    opening = time(9, 30, tzinfo=ZoneInfo(zone))
    first, last = (datetime.fromtimestamp(int(asked.one(p)), UTC) for p in ("period1", "period2"))
    days = [d for d in world.weekdays(first.date(), last.date()) if d < world.today]
    closes = [_widened(world.close(d) + KNOWN.index(symbol) * 0.25) for d in days]
    records = [
        {
            "timestamp": int(datetime.combine(day, opening).timestamp()),
            "open": close,
            "high": close + 1,
            "low": close - 1,
            "close": close,
            "volume": 271_009_200,
        }
        for day, close in zip(days, closes, strict=True)
    ]
    now = int(world.now.timestamp())
    meta = {
        "currency": currency,
        "symbol": symbol,
        "exchangeName": exchange,
        "longName": "Café Corporation",
        "regularMarketTime": (records[-1]["timestamp"] + 23_400) if records else now,
        "gmtoffset": _offset(world.now, zone),
        "exchangeTimezoneName": zone,
        "chartPreviousClose": 99.5,
        "currentTradingPeriod": {"regular": {"start": now - 1000, "end": now + 22_000}},
    }

    def render(rows: list[dict[str, Any]]) -> bytes:
        names = list(rows[0]) if rows else ["timestamp", "open", "high", "low", "close", "volume"]
        columns = {name: [row[name] for row in rows] for name in names}
        result = {
            "meta": meta,
            "timestamp": columns.pop("timestamp"),
            "indicators": {"quote": [columns], "adjclose": [{"adjclose": closes[: len(rows)]}]},
        }
        return as_json({"chart": {"result": [result], "error": None}})

    return structured(records, render)


def _offset(now: datetime, zone: str) -> int:
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _parts(world: World) -> Parts:
    for symbol in SYMBOLS:
        period = {"period1": "1767000000", "period2": str(int(world.now.timestamp()))}
        yield f"/v8/finance/chart/{symbol}", period


SERVICE = Service(
    answer=answer,
    habits={
        "meta, the times of opening, a quote of equally long columns, adjusted closes": (
            "recorded: yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json"
        ),
        "prices are 32-bit floats written out long": (
            "recorded: yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json"
        ),
        "two hosts answer the same; a page of consent may stand before it": (
            "issue: dpguthrie/yahooquery#247"
        ),
        "a symbol that is not known is 404 with a JSON error": "issue: ranaroussi/yfinance#2441",
        "too many requests are 429 with a line of plain text": "issue: ranaroussi/yfinance#2284",
        "currency, code and zone of exchanges outside the US, and that they open at 09:30": GUESS,
        "every declared security is known": GUESS,
        "meta names the company as longName": GUESS,
    },
    recorded={
        "bars": {
            "yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json": 5,
        },
    },
    victims=(Victim("close", "timestamp"),),
    parts={"bars": _parts},
    settings={
        "since": BEGINNING.isoformat(),
        "symbols_of_securities": False,
        "indices": list(SYMBOLS),
    },
    comes={
        "latin-1": Comes("ok", "one bad byte costs one character"),
        "future dates": Comes("shrunken", "each such bar is of a session that is not over"),
    },
    in_short=("200 sentence", "shrunken", "redirect elsewhere"),
)
