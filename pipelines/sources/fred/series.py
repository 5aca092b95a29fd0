"""Parser of `fred/series`: the CSV of a FRED graph, to observations.

Belongs here: the two date headers, one or several value columns, missing values.
Does not belong here: what a series measures, or averages over periods.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.parsing.csv_records import CsvTable, exact_number, required_cell
from pipelines.parsing.records import (
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    iso_date,
    raise_for_error_text,
)
from pipelines.parsing.spreadsheet import plain_records
from pipelines.specs import DatasetSpec

_DATE_COLUMNS = ("observation_date", "DATE")
_SERIES = re.compile(r"[A-Z0-9][A-Z0-9_]{1,49}")
_MISSING = {"", "."}
_DECIMALS = 10


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Observations, day by day and within a day in the order of the columns.

    Rejects: bad_date, bad_number, column_count, duplicate. Raises PayloadError: not_found (the
    page the service shows for an unknown series), empty, malformed.
    """
    _require_no_page(payload)
    table = CsvTable(payload, "a FRED series", ())
    dates, *series = table.header or [""]
    unknown = [name for name in series if not _SERIES.fullmatch(name)]
    if dates not in _DATE_COLUMNS or not series or unknown:
        raise PayloadError(
            Outcome.MALFORMED,
            "not a FRED series: the header must be observation_date (or DATE) and series names",
        )
    rows = RowCollector(spec)
    records = plain_records(table, rows, spec, days=[dates], numbers=series, rows_each=len(series))
    for first, record in records:
        for position, name in enumerate(series, start=first):
            with rows.reading(position, record):
                row = {
                    "series_id": name,
                    "observation_on": iso_date(required_cell(record, dates, "bad_date")),
                    "value": _value(record[name], name),
                }
                rows.keep(position, row)
    return rows.finish()


def _require_no_page(payload: bytes) -> None:
    try:
        raise_for_error_text(payload)
    except PayloadError as error:
        if error.outcome is not Outcome.MALFORMED:
            raise
        raise PayloadError(
            Outcome.NOT_FOUND,
            f"{error.message}; FRED answers so for a series it does not have",
        ) from error


def _value(text: str, name: str) -> Decimal | None:
    value = text.strip()
    return None if value in _MISSING else exact_number(value, name, _DECIMALS)
