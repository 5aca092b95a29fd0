"""Parser of `alpha_vantage/bars`: the CSV of TIME_SERIES_DAILY, to rows.

Belongs here: that CSV, and the JSON objects that are its errors with HTTP 200.
Does not belong here: which security it is (the parameters say so), calendars, adjustment.
"""

from __future__ import annotations

from pipelines.parsing.bar_files import BarFile, regular_bars
from pipelines.parsing.csv_records import CsvTable, cell, exact_number, required_cell
from pipelines.parsing.prices import DECIMALS, price, require_consistent
from pipelines.parsing.records import (
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    dig,
    iso_date,
    load_json,
    raise_for_error_object,
)
from pipelines.parsing.spreadsheet import plain_records
from pipelines.specs import DatasetSpec

_COLUMNS = ("timestamp", "open", "high", "low", "close", "volume")
_FILE = BarFile(
    day="timestamp",
    prices={name: name for name in _COLUMNS[1:5]},
    numbers={"volume": "volume"},
    may_be_empty=frozenset({"volume"}),
)


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Bars in payload order, newest first.

    Rejects: bad_date, not_a_price, bad_number, range_inconsistent, column_count, duplicate. Raises
    PayloadError: throttled, unauthorized, rejected_query (all of them JSON), empty, malformed.
    """
    regular = regular_bars(payload, spec, _FILE)
    if regular is not None:
        return regular
    if payload.lstrip()[:1] in (b"{", b"["):
        _raise_for_notice(load_json(payload))
    table = CsvTable(payload, "daily prices of Alpha Vantage", _COLUMNS)
    rows = RowCollector(spec)
    days, figures = _COLUMNS[:1], _COLUMNS[1:]
    for number, record in plain_records(table, rows, spec, days=days, numbers=figures):
        with rows.reading(number, record):
            names = ("open", "high", "low", "close")
            prices = {name: price(cell(record, name), name) for name in names}
            require_consistent(prices)
            volume = cell(record, "volume")
            day = iso_date(required_cell(record, "timestamp", "bad_date"))
            row = {
                "session_on": day,
                **prices,
                "volume": None if volume is None else exact_number(volume, "volume", DECIMALS),
            }
            rows.keep(number, row)
    return rows.finish()


def _raise_for_notice(answer: object) -> None:
    """The service says no in a JSON object, whatever format was asked for."""
    told = " ".join(
        str(dig(answer, name) or "") for name in ("Information", "Note", "Error Message")
    ).strip()
    lower = told.lower()
    # The key may stand in the sentence ("your API key as ..."): nothing of it is repeated.
    if "rate limit" in lower or "call frequency" in lower or "requests per day" in lower:
        raise PayloadError(Outcome.THROTTLED, "the daily number of calls is used up")
    if "premium" in lower:
        raise PayloadError(Outcome.FORBIDDEN, "the source gives this to paying clients only")
    if "apikey" in lower or "api key" in lower:
        raise PayloadError(Outcome.UNAUTHORIZED, "the source does not know the key")
    if told:
        raise PayloadError(Outcome.REJECTED_QUERY, "the source refuses the call as invalid")
    raise_for_error_object(answer)
    raise PayloadError(Outcome.MALFORMED, "JSON, where the CSV of daily prices is expected")
