"""Parser of `stooq/bars`: the CSV of daily prices, to rows.

Belongs here: that CSV, and the sentences and pages that are its errors with HTTP 200.
Does not belong here: which security it is (the parameters say so), taking the adjustment back.
"""

from __future__ import annotations

import re

from pipelines.parsing.bar_files import BarFile, regular_bars
from pipelines.parsing.csv_records import CsvTable, cell, exact_number, required_cell
from pipelines.parsing.prices import DECIMALS, price, require_consistent
from pipelines.parsing.records import (
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    iso_date,
)
from pipelines.parsing.spreadsheet import plain_records
from pipelines.specs import DatasetSpec

_COLUMNS = ("Date", "Open", "High", "Low", "Close")
_FILE = BarFile(
    day="Date",
    prices={name: f"adjusted_{name.lower()}" for name in _COLUMNS[1:]},
    numbers={"Volume": "adjusted_volume"},
    may_be_empty=frozenset({"Volume"}),
    may_lack=frozenset({"Volume"}),
)
_ASKS_FOR_KEY = re.compile(rb"get_apikey|api\s*key", re.IGNORECASE)
_SNIFFED_BYTES = 100_000


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Bars in payload order.

    Rejects: bad_date, not_a_price, bad_number, range_inconsistent, column_count, duplicate. Raises
    PayloadError: unauthorized (a page that tells how to get a key), throttled (the daily limit),
    empty (`No data`), malformed.
    """
    regular = regular_bars(payload, spec, _FILE)
    if regular is not None:
        return regular
    start = payload.lstrip()
    if start.lower().startswith(b"no data"):
        raise PayloadError(Outcome.EMPTY, "the source has no prices for the days asked")
    if start.startswith(b"<") and _ASKS_FOR_KEY.search(start[:_SNIFFED_BYTES]):
        raise PayloadError(Outcome.UNAUTHORIZED, "the source wants a key, or knows another one")
    table = CsvTable(payload, "daily prices of Stooq", _COLUMNS)
    rows = RowCollector(spec)
    figures = (*_COLUMNS[1:], "Volume")
    for number, record in plain_records(table, rows, spec, days=["Date"], numbers=figures):
        with rows.reading(number, record):
            prices = {name.lower(): price(cell(record, name), name) for name in _COLUMNS[1:]}
            require_consistent(prices)
            volume = cell(record, "Volume")
            row = {
                "session_on": iso_date(required_cell(record, "Date", "bad_date")),
                **{f"adjusted_{name}": value for name, value in prices.items()},
                "adjusted_volume": (
                    None if volume is None else exact_number(volume, "Volume", DECIMALS)
                ),
            }
            rows.keep(number, row)
    return rows.finish()
