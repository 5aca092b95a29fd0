"""Parser of `yahoo_chart/bars`: one answer of the v8 chart endpoint, to daily bars.

Belongs here: the shape of that JSON, its null, live and inconsistent bars; dividends, distributed
capital gains and splits.
Does not belong here: returns, adjustment, calendars.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    dig,
    load_json,
    raise_for_error_object,
    raw_text,
)
from pipelines.specs import DatasetSpec

_SIX_DECIMALS = Decimal("0.000001")
_LARGEST_PRICE = 1e11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DIGITS = 12
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_LATE_SPLIT = timedelta(days=5)
_PRICE_NAMES = ("open", "high", "low", "close")

_ERROR_CODES = {
    "not found": Outcome.NOT_FOUND,
    "unauthorized": Outcome.UNAUTHORIZED,
    "forbidden": Outcome.FORBIDDEN,
    "too many requests": Outcome.THROTTLED,
    "bad request": Outcome.REJECTED_QUERY,
    "unprocessable entity": Outcome.REJECTED_QUERY,
    "internal server error": Outcome.UNREACHABLE,
}


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Bars whose session was over when the payload was served, with the events of their days.

    An open, high or low that is no price is set aside; the bar is kept for its close.
    Rejects: null_close, not_a_price (the close), range_inconsistent, bad_volume, session_open,
    duplicate, bad_event, dividend_currencies, duplicate_split, event_without_bar. Raises
    PayloadError: throttled (plain text), not_found, unauthorized, rejected_query, empty (a symbol
    without bars), malformed.
    """
    results = _results(load_json(payload))
    rows = RowCollector(spec)
    position = 0
    for result in results:
        position = _add_result(result, position, rows)
    if position == 0:
        raise PayloadError(Outcome.EMPTY, "the answer holds no bars for the dates asked")
    return rows.finish()


def _results(answer: object) -> Sequence[object]:
    for envelope in ("chart", "finance"):
        error = dig(answer, envelope, "error")
        if isinstance(error, dict):
            code = str(error.get("code", ""))
            outcome = _ERROR_CODES.get(code.lower(), Outcome.REJECTED_QUERY)
            raise PayloadError(outcome, f"{code}: {raw_text(error.get('description'))[:300]}")
    results = dig(answer, "chart", "result")
    if not isinstance(results, list):
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not a chart answer: there is no `chart.result` list")
    return results


@dataclass(frozen=True)
class _Market:
    """What `meta` says of the symbol, and until when its sessions were over."""

    symbol: str
    currency: str
    exchange_name: str | None
    zone: ZoneInfo
    open_from: date | None
    open_because: str

    def day_of(self, epoch: object) -> date:
        """The local date of an epoch time in seconds."""
        if not isinstance(epoch, int | float) or isinstance(epoch, bool):
            raise BadRecord("bad_timestamp", f"{brief(epoch)} is not a time in seconds")
        try:
            moment = _EPOCH + timedelta(seconds=epoch)
            return moment.astimezone(self.zone).date()
        except (OverflowError, ValueError) as error:
            raise BadRecord("bad_timestamp", f"{epoch} is outside the calendar") from error


def _market(meta: object, last_epoch: object) -> _Market:
    if not isinstance(meta, dict):
        raise PayloadError(Outcome.MALFORMED, "`chart.result[].meta` is missing")
    texts = {name: meta.get(name) for name in ("symbol", "currency", "exchangeTimezoneName")}
    for name, value in texts.items():
        if not isinstance(value, str) or not value:
            raise PayloadError(Outcome.MALFORMED, f"`meta.{name}` is missing")
    try:
        zone = ZoneInfo(str(texts["exchangeTimezoneName"]))
    except (KeyError, ValueError, OSError) as error:
        raise PayloadError(
            Outcome.MALFORMED,
            f"`meta.exchangeTimezoneName` {brief(texts['exchangeTimezoneName'])}"
            " is not a known time zone",
        ) from error
    exchange_name = meta.get("exchangeName")
    closed = _Market(
        symbol=str(texts["symbol"]),
        currency=str(texts["currency"]),
        exchange_name=exchange_name if isinstance(exchange_name, str) else None,
        zone=zone,
        open_from=None,
        open_because="",
    )
    try:
        open_from, because = _first_open_day(closed, meta, last_epoch)
    except BadRecord as bad:
        raise PayloadError(Outcome.MALFORMED, f"`meta`: {bad.detail}") from bad
    return _Market(
        closed.symbol, closed.currency, closed.exchange_name, closed.zone, open_from, because
    )


def _first_open_day(
    market: _Market, meta: Mapping[str, Any], last_epoch: object
) -> tuple[date | None, str]:
    """The first local day whose session was not over when the payload was served, and why.

    The last trade must have come at or after the regular end of the current trading period; on
    earlier days the session is over. Without a trading period the day of the last trade, without
    both the last bar's day, cannot be told to be over.
    """
    last_trade = meta.get("regularMarketTime")
    period_start = dig(meta, "currentTradingPeriod", "regular", "start")
    period_end = dig(meta, "currentTradingPeriod", "regular", "end")
    if period_start is not None and period_end is not None and last_trade is not None:
        period_day = market.day_of(period_start)
        market.day_of(period_end)
        trade_day = market.day_of(last_trade)
        if trade_day < period_day:
            return period_day, "the trading period of that day had not begun"
        if last_trade < period_end:
            return period_day, f"last trade at {last_trade}, the session ends at {period_end}"
        return period_day + timedelta(days=1), "it lies after the current trading period"
    if last_trade is not None:
        return market.day_of(last_trade), "the payload does not say when that session ends"
    if last_epoch is not None:
        return market.day_of(last_epoch), "the payload says neither last trade nor session end"
    return None, ""


def _add_result(result: object, position: int, rows: RowCollector) -> int:
    """Add one symbol's bars; gives the position of the last one."""
    epochs = dig(result, "timestamp")
    if epochs is None:
        return position
    if not isinstance(epochs, list):
        raise PayloadError(Outcome.MALFORMED, "`timestamp` is not a list")
    if not epochs:
        return position
    market = _market(dig(result, "meta"), epochs[-1])
    series = _series(result, len(epochs))
    events = _Events(market, dig(result, "events"), rows)
    for index, epoch in enumerate(epochs):
        bar = {name: values[index] for name, values in series.items()}
        record = {"timestamp": epoch, **bar}
        number = position + index + 1
        with rows.reading(number, record):
            row = _row(market, epoch, bar, rows)
            rows.keep(number, row | events.take(row["session_on"]))
    events.reject_rest()
    return position + len(epochs)


def _series(result: object, length: int) -> dict[str, list[Any]]:
    quote = dig(result, "indicators", "quote", 0)
    if not isinstance(quote, dict):
        raise PayloadError(Outcome.MALFORMED, "`indicators.quote` is missing")
    series = {name: quote.get(name) for name in (*_PRICE_NAMES, "volume")}
    adjusted = dig(result, "indicators", "adjclose", 0, "adjclose")
    series["adj_close"] = [None] * length if adjusted is None else adjusted
    for name, values in series.items():
        if not isinstance(values, list) or len(values) != length:
            raise PayloadError(
                Outcome.MALFORMED, f"`{name}` is not a list as long as `timestamp` ({length})"
            )
    return series  # type: ignore[return-value]


def _row(
    market: _Market, epoch: object, bar: Mapping[str, object], rows: RowCollector
) -> dict[str, object]:
    session_on = market.day_of(epoch)
    if market.open_from is not None and session_on >= market.open_from:
        raise BadRecord(
            "session_open", f"the session of {session_on} was not over: {market.open_because}"
        )
    if bar["close"] is None:
        raise BadRecord("null_close", f"no close for {session_on}")
    prices = {
        name: rows.cell(name, partial(_price, name, bar[name]), bar[name])
        for name in (*_PRICE_NAMES, "adj_close")
        if name != "close"
    }
    prices["close"] = _price("close", bar["close"])
    _require_consistent(prices)
    return {
        "symbol": market.symbol,
        "session_on": session_on,
        **prices,
        "volume": _volume(bar["volume"]),
        "currency": market.currency,
        "exchange_name": market.exchange_name,
        "exchange_timezone": market.zone.key,
    }


def _price(name: str, value: object) -> Decimal | None:
    if value is None:
        return None
    number = decimal_of(value)
    if number is None or number <= 0:
        raise BadRecord("not_a_price", f"{name} is {brief(value)}")
    return number


def _require_consistent(prices: Mapping[str, Decimal | None]) -> None:
    """low <= open, close <= high, as far as they are given."""
    known = [price for name in _PRICE_NAMES if (price := prices[name]) is not None]
    low, high = prices["low"], prices["high"]
    if (low is not None and low > min(known)) or (high is not None and high < max(known)):
        told = ", ".join(f"{name} {prices[name]}" for name in _PRICE_NAMES)
        raise BadRecord("range_inconsistent", f"not low <= open, close <= high: {told}")


def _volume(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadRecord("bad_volume", f"volume is {brief(value)}")
    return value


def decimal_of(value: object) -> Decimal | None:
    """The number as it was meant, to 6 decimals; None when it is no finite number below 1e11.

    Yahoo widens float32 to double: 121.4000015258789 stands for 121.4. A double that is exactly a
    float32 becomes the shortest decimal that reads back as that float32; another number keeps the
    digits it was written with.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if abs(value) >= _LARGEST_PRICE:
        return None
    narrow = np.float32(value)
    digits = str(narrow) if float(narrow) == value else repr(value)
    return Decimal(digits).quantize(_SIX_DECIMALS)


class _Events:
    """Dividends, capital gains and splits by local date, each handed to the bar of its day once."""

    def __init__(self, market: _Market, events: object, rows: RowCollector) -> None:
        self._rows = rows
        self._dividends: dict[date, tuple[Decimal, str | None, object]] = {}
        self._gains: dict[date, tuple[Decimal, object]] = {}
        self._splits: dict[date, tuple[Decimal, Decimal, object]] = {}
        for member, add in (
            ("dividends", self._add_dividend),
            ("capitalGains", self._add_gain),
            ("splits", self._add_split),
        ):
            for epoch, event in _event_items(events, member):
                self._guard(add, market, epoch, event)

    def take(self, session_on: object) -> dict[str, object]:
        """The event columns of that day's bar; a split goes to the next one if its day has none."""
        taken: dict[str, object] = {}
        if not isinstance(session_on, date):
            return taken
        dividend = self._dividends.pop(session_on, None)
        if dividend is not None:
            taken["dividend"], taken["dividend_currency"] = dividend[:2]
        gain = self._gains.pop(session_on, None)
        if gain is not None:
            taken["capital_gain"] = gain[0]
        split_days = [day for day in self._splits if timedelta() <= session_on - day <= _LATE_SPLIT]
        if split_days:
            split = self._splits.pop(max(split_days))
            taken["split_numerator"], taken["split_denominator"] = split[0], split[1]
        return taken

    def reject_rest(self) -> None:
        """Set aside every event whose day has no kept bar."""
        for kind, left in (
            ("dividend", self._dividends),
            ("capital gain", self._gains),
            ("split", self._splits),
        ):
            for day, event in sorted(left.items()):
                self._rows.reject(
                    None, "event_without_bar", f"{kind} of {day} has no kept bar", event[-1]
                )

    def _guard(
        self, add: Callable[[date, object], None], market: _Market, epoch: object, event: object
    ) -> None:
        with self._rows.reading(None, event):
            add(market.day_of(epoch), event)

    def _add_dividend(self, day: date, event: object) -> None:
        amount, currency = _positive("dividend", dig(event, "amount")), _currency(event)
        paid, paid_in, _ = self._dividends.get(day, (Decimal(0), currency, None))
        if paid_in != currency:
            raise BadRecord("dividend_currencies", f"{day} pays in {paid_in} and in {currency}")
        self._dividends[day] = (paid + amount, currency, event)

    def _add_gain(self, day: date, event: object) -> None:
        paid, _ = self._gains.get(day, (Decimal(0), None))
        self._gains[day] = (paid + _positive("capital gain", dig(event, "amount")), event)

    def _add_split(self, day: date, event: object) -> None:
        if day in self._splits:
            raise BadRecord("duplicate_split", f"a second split on {day}")
        numerator = _positive("split numerator", dig(event, "numerator"))
        denominator = _positive("split denominator", dig(event, "denominator"))
        self._splits[day] = (numerator, denominator, event)


def _positive(what: str, value: object) -> Decimal:
    number = decimal_of(value)
    if number is None or number <= 0:
        raise BadRecord("bad_event", f"{what} is {brief(value)}")
    return number


def _currency(event: object) -> str | None:
    """The currency a dividend names; without one it is that of the prices."""
    told = dig(event, "currency")
    if told is None or told == "":
        return None
    if not isinstance(told, str) or not _CURRENCY.fullmatch(told):
        raise BadRecord("bad_event", f"dividend currency is {brief(told)}")
    return told


def _event_items(events: object, kind: str) -> Iterator[tuple[object, object]]:
    """Events with their own `date`, or the equal epoch they are keyed by."""
    items = dig(events, kind)
    if isinstance(items, dict):
        for key, event in items.items():
            epoch = dig(event, "date")
            keyed = int(key) if key.isdecimal() and len(key) <= _EPOCH_DIGITS else None
            yield (keyed if epoch is None else epoch), event
