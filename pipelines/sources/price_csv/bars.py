"""Parser of `price_csv/bars`: a CSV file of daily prices that a user has, to bars.

Belongs here: the declared header and what is wrong with a row, told so that its author can mend it.
Does not belong here: which securities are followed, calendars, adjustment.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.parsing.bar_files import BarFile, regular_bars
from pipelines.parsing.csv_records import (
    CsvTable,
    Record,
    cell,
    exact_number,
    required_cell,
)
from pipelines.parsing.prices import price, require_consistent
from pipelines.parsing.records import BadRecord, Parsed, RowCollector, brief, iso_date
from pipelines.parsing.spreadsheet import plain_records
from pipelines.specs import DatasetSpec

COLUMNS = ("symbol", "date", "close")
_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBERS = (
    *("open", "high", "low", "close", "volume"),
    *("dividend", "split_numerator", "split_denominator"),
)
_DECIMALS = 6
_SPLIT = ("split_numerator", "split_denominator")
_OPTIONAL = frozenset({*_NUMBERS, "currency"} - {"close"})
_FILE = BarFile(
    day="date",
    prices={name: name for name in _NUMBERS[:4]},
    numbers={name: name for name in _NUMBERS[4:]},
    words={"symbol": r"^[!-~]+$", "currency": "^[A-Z]{3}$"},
    may_be_empty=_OPTIONAL,
    may_lack=_OPTIONAL,
    zero_is_none=frozenset({"dividend", *_SPLIT}),
    together=_SPLIT,
)


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Bars of one file, in its order.

    Rejects: missing_symbol, bad_date, not_a_price, bad_number, range_inconsistent, bad_currency,
    half_split, column_count, duplicate. Raises PayloadError: empty, malformed (a column is missing,
    not UTF-8).
    """
    regular = regular_bars(payload, spec, _FILE)
    if regular is not None:
        return regular
    rows = RowCollector(spec)
    table = CsvTable(payload, "a file of daily prices", COLUMNS)
    rows.keep_each(plain_records(table, rows, spec, days=["date"], numbers=_NUMBERS), _row)
    return rows.finish()


def _row(record: Record) -> dict[str, object]:
    prices = {
        name: price(text, name)
        for name in ("open", "high", "low", "close")
        if (text := cell(record, name)) is not None
    }
    if "close" not in prices:
        raise BadRecord("not_a_price", "close is empty")
    require_consistent({"low": min(prices.values()), "high": max(prices.values()), **prices})
    new, old = (_above_zero(record, f"split_{part}") for part in ("numerator", "denominator"))
    if (new is None) != (old is None):
        raise BadRecord("half_split", "a split needs split_numerator and split_denominator")
    currency = cell(record, "currency")
    if currency is not None and not _CURRENCY.fullmatch(currency):
        raise BadRecord("bad_currency", f"currency is {brief(currency)}, expected such as USD")
    return {
        "symbol": required_cell(record, "symbol", "missing_symbol"),
        "session_on": iso_date(required_cell(record, "date", "bad_date")),
        "open": prices.get("open"),
        "high": prices.get("high"),
        "low": prices.get("low"),
        "close": prices["close"],
        "volume": _volume(record),
        "currency": currency,
        "dividend": _above_zero(record, "dividend"),
        "split_numerator": new,
        "split_denominator": old,
    }


def _volume(record: Record) -> int | None:
    text = cell(record, "volume")
    if text is None:
        return None
    number = exact_number(text, "volume", 0)
    if not 0 <= number < 2**63:
        raise BadRecord("bad_number", f"volume is {number}")
    return int(number)


def _above_zero(record: Record, name: str) -> Decimal | None:
    """A figure of an optional column; 0 stands for none, as services write it."""
    text = cell(record, name)
    number = None if text is None else exact_number(text, name, _DECIMALS)
    if number is not None and number < 0:
        raise BadRecord("bad_number", f"{name} is {number}, below zero")
    return number or None
