"""Composes `yahoo_chart/bars`: v8 chart answers, one a symbol, from daily bars.

Closes are already adjusted for splits and are passed on unchanged: the split events are listed,
never applied. Does not belong here: judging or repairing prices.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from pipelines.sample.payloads import (
    INPUTS_FOLDER,
    Composed,
    ComposeError,
    Row,
    as_json,
    read_table,
)

_ENDPOINT = "https://query2.finance.yahoo.com/v8/finance/chart/"
_PRICES = ("open", "high", "low", "close")
_ADJUSTED = "adj_close_asof_2026_08_20"


@dataclass(frozen=True)
class _Session:
    """When the regular and extended sessions of an exchange run, in its own time."""

    zone: str
    abbreviation: str
    opens: time
    closes: time
    pre_opens: time
    post_closes: time


_NEW_YORK = _Session("America/New_York", "EST", time(9, 30), time(16), time(4), time(20))
_SESSIONS: Mapping[str, _Session] = {
    "XNAS": _NEW_YORK,
    "XNYS": _NEW_YORK,
    "XHKG": _Session("Asia/Hong_Kong", "HKT", time(9, 30), time(16), time(9, 30), time(16)),
    "XSHG": _Session("Asia/Shanghai", "CST", time(9, 30), time(15), time(9, 30), time(15)),
}


def compose(facts: Path) -> list[Composed]:
    """One payload per symbol of inputs/securities.csv, all sessions of prices_daily.csv."""
    bars = _bars_by_symbol(facts)
    splits = read_table(INPUTS_FOLDER / "splits.csv", ("symbol", "session_on", "numerator"))
    composed = []
    for security in read_table(INPUTS_FOLDER / "securities.csv", ("symbol", "instrument_type")):
        symbol = security["symbol"]
        if symbol not in bars:
            raise ComposeError(f"prices_daily.csv holds no bars of {symbol}; check securities.csv")
        own_splits = [split for split in splits if split["symbol"] == symbol]
        composed.append(_payload(security, bars[symbol], own_splits))
    return composed


def widened_float32(text: str) -> float | None:
    """The number as the source serves it: rounded to a float32, printed as a double."""
    if not text:
        return None
    narrow: float = struct.unpack("<f", struct.pack("<f", float(text)))[0]
    return narrow


def _bars_by_symbol(facts: Path) -> dict[str, list[Row]]:
    columns = ("ticker", "date", *_PRICES, _ADJUSTED, "volume", "currency", "exchange", "source")
    bars: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(facts / "prices_daily.csv", columns):
        bars[row["ticker"]].append(row)
    for rows in bars.values():
        rows.sort(key=lambda row: row["date"])
    return bars


def _payload(security: Row, rows: Sequence[Row], splits: Sequence[Row]) -> Composed:
    symbol = security["symbol"]
    session = _SESSIONS[rows[-1]["exchange"]]
    quotes = {
        price: [widened_float32(row[price]) for row in rows]
        for price in ("open", "high", "low", "close")
    }
    result: dict[str, object] = {
        "meta": _meta(security, rows[-1], session),
        "timestamp": [_epoch(row["date"], session.opens, session) for row in rows],
    }
    if splits:
        result["events"] = {"splits": _split_events(splits, session)}
    result["indicators"] = {
        "quote": [{**quotes, "volume": [_volume(row) for row in rows]}],
        "adjclose": [{"adjclose": [widened_float32(row[_ADJUSTED]) for row in rows]}],
    }
    parameters = {
        "period1": _midnight(rows[0]["date"]),
        "period2": _midnight(rows[-1]["date"]) + 86_400,
        "interval": "1d",
        "events": "div,splits",
        "includePrePost": "false",
    }
    return Composed(
        source="yahoo_chart",
        dataset="bars",
        payload=as_json({"chart": {"result": [result], "error": None}}),
        url=f"{_ENDPOINT}{quote(symbol)}?{urlencode(parameters)}",
        content_type="application/json;charset=utf-8",
        note=_note(symbol, rows),
        parameters=parameters,
    )


def _meta(security: Row, last: Row, session: _Session) -> dict[str, object]:
    opens = _epoch(last["date"], session.opens, session)
    closes = _epoch(last["date"], session.closes, session)
    offset = _offset(last["date"], session)
    periods = {
        "pre": (_epoch(last["date"], session.pre_opens, session), opens),
        "regular": (opens, closes),
        "post": (closes, _epoch(last["date"], session.post_closes, session)),
    }
    return {
        "currency": last["currency"],
        "symbol": security["symbol"],
        "exchangeName": security["exchange_name"],
        "fullExchangeName": security["full_exchange_name"],
        "instrumentType": security["instrument_type"],
        "regularMarketTime": closes,
        "gmtoffset": offset,
        "timezone": session.abbreviation,
        "exchangeTimezoneName": session.zone,
        "regularMarketPrice": widened_float32(last["close"]),
        "longName": security["long_name"],
        "chartPreviousClose": None,
        "priceHint": 2,
        "currentTradingPeriod": {
            name: {
                "timezone": session.abbreviation,
                "start": start,
                "end": end,
                "gmtoffset": offset,
            }
            for name, (start, end) in periods.items()
        },
        "dataGranularity": "1d",
        "range": "",
        "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
    }


def _split_events(splits: Iterable[Row], session: _Session) -> dict[str, object]:
    events: dict[str, object] = {}
    for split in splits:
        epoch = _epoch(split["session_on"], session.opens, session)
        numerator, denominator = int(split["numerator"]), int(split["denominator"])
        events[str(epoch)] = {
            "date": epoch,
            "numerator": numerator,
            "denominator": denominator,
            "splitRatio": f"{numerator}:{denominator}",
        }
    return events


def _volume(row: Row) -> int | None:
    return round(float(row["volume"])) if row["volume"] else None


def _epoch(day: str, at: time, session: _Session) -> int:
    return int(_local(day, at, session).timestamp())


def _offset(day: str, session: _Session) -> int:
    offset = _local(day, session.opens, session).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _local(day: str, at: time, session: _Session) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, ZoneInfo(session.zone))


def _midnight(day: str) -> int:
    return int(datetime.combine(date.fromisoformat(day), time(), UTC).timestamp())


def _note(symbol: str, rows: Sequence[Row]) -> str:
    without_close = sum(not row["close"] for row in rows)
    origins = ", ".join(dict.fromkeys(row["source"] for row in rows))
    adjusted = sum(bool(row[_ADJUSTED]) for row in rows)
    return (
        f"Composed, never served by Yahoo: {len(rows)} daily bars of {symbol} from public copies"
        f" ({origins}), closes adjusted for splits as given there and not changed here, each number"
        f" rounded to float32 as the source does. {without_close} sessions have no close (null);"
        f" {adjusted} have an adjusted close, as it read on 2026-08-20."
        + (
            " The bars that come from an auto-adjusted copy are adjusted for dividends too."
            if "auto-adjusted" in origins
            else ""
        )
        + " chartPreviousClose is not known and null; dividends are not listed."
    )
