"""Parser of `customs_csv/flows`: a CSV file of trade figures that a user keeps, to flows.

Belongs here: the declared header and what is wrong with a row, told so that its author can mend it.
Does not belong here: conversion of currencies, or country names.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pipelines.parsing.csv_records import (
    CsvTable,
    Record,
    cell,
    exact_number,
    month_period,
    required_cell,
)
from pipelines.parsing.records import BadRecord, Parsed, RowCollector, brief
from pipelines.parsing.spreadsheet import plain_records
from pipelines.specs import DatasetSpec

COLUMNS = (
    "reporter",
    "partner",
    "hs_edition",
    "hs_code",
    "period",
    "flow",
    "value",
    "currency",
    "quantity",
    "quantity_unit",
    "basis",
    "partner_basis",
    "source",
)
_FLOWS = ("export", "import", "re_export", "re_import")
_BASES = ("CIF", "FOB")
_PARTNER_BASES = ("origin", "destination", "last_known_destination")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"\d{2,12}")
_EDITION = re.compile(r"HS(19|20)\d\d")
_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_RANGE = re.compile(r"(\d{4})-(\d{2})/(\d{4})-(\d{2})")
_DECIMALS = 4


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Flows of one file, in its order.

    Rejects: bad_country, bad_edition, bad_code, bad_period, bad_flow, bad_currency, bad_number,
    negative_value, no_figure, missing_unit, bad_basis, bad_partner_basis, missing_source,
    column_count, duplicate. Raises PayloadError: empty, malformed (a column is missing, not
    UTF-8).
    """
    rows = RowCollector(spec)
    table = CsvTable(payload, "a file of customs figures", COLUMNS)
    rows.keep_each(plain_records(table, rows, spec, numbers=["value", "quantity"]), _row)
    return rows.finish()


def _row(record: Record) -> dict[str, object]:
    start_on, end_on = _period(required_cell(record, "period", "bad_period"))
    value, quantity = _figure(record, "value"), _figure(record, "quantity")
    if value is None and quantity is None:
        raise BadRecord("no_figure", "value and quantity are both empty; give one of them")
    unit = cell(record, "quantity_unit")
    if quantity is not None and unit is None:
        raise BadRecord("missing_unit", "quantity has no quantity_unit, such as pieces or kg")
    currency = cell(record, "currency")
    if value is not None and (currency is None or not _CURRENCY.fullmatch(currency)):
        raise BadRecord("bad_currency", f"currency is {brief(currency)}, expected such as USD")
    return {
        "reporter": _matching(record, "reporter", _COUNTRY, "bad_country", "such as CN"),
        "partner": _matching(record, "partner", _COUNTRY, "bad_country", "such as TW, or XW"),
        "hs_edition": (
            _matching(record, "hs_edition", _EDITION, "bad_edition", "such as HS2022, or nothing")
            if cell(record, "hs_edition")
            else None
        ),
        "hs_code": _matching(record, "hs_code", _CODE, "bad_code", "2 to 12 digits"),
        "period": cell(record, "period"),
        "period_start_on": start_on,
        "period_end_on": end_on,
        "flow": _one_of(record, "flow", _FLOWS, "bad_flow"),
        "value": value,
        "currency": currency if value is not None else None,
        "quantity": quantity,
        "quantity_unit": unit if quantity is not None else None,
        "basis": _one_of(record, "basis", _BASES, "bad_basis", may_be_empty=True),
        "partner_basis": _one_of(
            record, "partner_basis", _PARTNER_BASES, "bad_partner_basis", may_be_empty=True
        ),
        "source": required_cell(record, "source", "missing_source"),
    }


def _matching(
    record: Record, name: str, pattern: re.Pattern[str], reason: str, expected: str
) -> str:
    value = required_cell(record, name, reason)
    if not pattern.fullmatch(value):
        raise BadRecord(reason, f"{name} is {brief(value)}, expected {expected}")
    return value


def _one_of(
    record: Record,
    name: str,
    allowed: tuple[str, ...],
    reason: str,
    *,
    may_be_empty: bool = False,
) -> str | None:
    value = cell(record, name)
    if value in allowed or (value is None and may_be_empty):
        return value
    raise BadRecord(reason, f"{name} is {brief(value)}, expected {', '.join(allowed)}")


def _figure(record: Record, name: str) -> Decimal | None:
    text = cell(record, name)
    if text is None:
        return None
    number = exact_number(text, name, _DECIMALS)
    if number < 0:
        raise BadRecord("negative_value", f"{name} is {number}, below zero")
    return number


def _period(text: str) -> tuple[date, date]:
    if match := _YEAR.fullmatch(text):
        return month_period(int(match.group(1)))
    if match := _MONTH.fullmatch(text):
        return month_period(int(match.group(1)), int(match.group(2)), int(match.group(2)))
    if match := _QUARTER.fullmatch(text):
        last = 3 * int(match.group(2))
        return month_period(int(match.group(1)), last - 2, last)
    if match := _RANGE.fullmatch(text):
        year, first, last_year, last = map(int, match.groups())
        start_on = month_period(year, first, first)[0]
        end_on = month_period(last_year, last, last)[1]
        if start_on < end_on:
            return start_on, end_on
    raise BadRecord(
        "bad_period",
        f"{brief(text)} is none of 2024, 2024-03, 2024Q1, 2023-01/2023-06",
    )
