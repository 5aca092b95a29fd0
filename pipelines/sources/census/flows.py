"""Parser of `census/flows`: an answer of the Census Bureau's trade time series, to flows.

Belongs here: the list of lists with its named first row, and how the service says no.
Does not belong here: which country a Census code means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.parsing.csv_records import (
    Record,
    cell,
    exact_number,
    month_period,
    required_cell,
)
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    load_json,
    printable,
    raise_for_error_object,
    raise_for_error_text,
)
from pipelines.specs import DatasetSpec

_COMMODITY_COLUMNS = {"E_COMMODITY": "export", "I_COMMODITY": "import"}
_VALUE_COLUMNS = ("ALL_VAL_MO", "GEN_VAL_MO", "CON_VAL_MO")
_QUANTITY_COLUMNS = ("QTY_1_MO", "GEN_QY1_MO", "CON_QY1_MO")
_UNIT_COLUMN = "UNIT_QY1"
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DIGITS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")
_COUNTRY = re.compile(r"-|[0-9X]{4}")
_TOLD = re.compile(r"\s*error:\s*(.{1,300})", re.DOTALL)
_DECIMALS = 2


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Flows of one answer.

    Rejects: bad_type, cell_count, bad_period, bad_code, bad_country, bad_number, missing_value,
    negative_value, duplicate. Raises PayloadError: empty (no bytes, as status 204 has, or no
    record), unauthorized (the page about a missing or invalid key), rejected_query (an error
    sentence), malformed.
    """
    raise_for_error_text(payload)
    told = _TOLD.match(payload[:400].decode("utf-8", "replace"))
    if told:
        raise PayloadError(Outcome.REJECTED_QUERY, f"the service says: {told.group(1)}")
    answer = load_json(payload)
    if not isinstance(answer, list) or not answer:
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not a Census answer: no list of lists")
    header = _header(answer[0])
    flow, commodity, value = _meaning(header)
    if len(answer) == 1:
        raise PayloadError(Outcome.EMPTY, "the answer names its columns and holds no record")
    rows = RowCollector(spec)
    for number, cells in enumerate(answer[1:], start=1):
        with rows.reading(number, cells):
            record = _record(header, cells)
            rows.keep(number, _row(record, flow, commodity, value))
    return rows.finish()


def _header(first: object) -> list[str]:
    if isinstance(first, list) and all(isinstance(name, str) for name in first):
        return first
    raise PayloadError(Outcome.MALFORMED, "not a Census answer: the first list names no columns")


def _meaning(header: Sequence[str]) -> tuple[str, str, str]:
    """Direction, commodity column and value column."""
    commodities = [name for name in _COMMODITY_COLUMNS if name in header]
    values = [name for name in _VALUE_COLUMNS if name in header]
    missing = [name for name in ("CTY_CODE", "time") if name not in header]
    if len(commodities) != 1 or not values or missing:
        raise PayloadError(
            Outcome.MALFORMED,
            "not an answer on trade: it needs CTY_CODE, time, one of E_COMMODITY and I_COMMODITY,"
            f" and one of {', '.join(_VALUE_COLUMNS)};"
            f" found {printable(', '.join(header))[:200]}",
        )
    return _COMMODITY_COLUMNS[commodities[0]], commodities[0], values[0]


def _record(header: Sequence[str], cells: object) -> Mapping[str, str]:
    """Cells by column name; a column that stands twice keeps its first cell."""
    if not isinstance(cells, list):
        raise BadRecord("bad_type", f"a {type(cells).__name__}, expected a list of texts")
    if len(cells) != len(header):
        raise BadRecord("cell_count", f"{len(cells)} cells for {len(header)} columns")
    record: dict[str, str] = {}
    for name, value in zip(header, cells, strict=True):
        if value is not None and not isinstance(value, str):
            raise BadRecord("bad_type", f"{name} is {brief(value)}, expected text")
        record.setdefault(name, value or "")
    return record


def _row(record: Record, flow: str, commodity: str, value_column: str) -> dict[str, object]:
    start_on, end_on = _month(required_cell(record, "time", "bad_period"))
    hs_code = required_cell(record, commodity, "bad_code")
    if not _DIGITS.fullmatch(hs_code):
        raise BadRecord("bad_code", f"{commodity} is {brief(hs_code)}, no commodity code")
    country = required_cell(record, "CTY_CODE", "bad_country")
    if not _COUNTRY.fullmatch(country):
        raise BadRecord("bad_country", f"CTY_CODE is {brief(country)}, expected 4 digits or -")
    value = exact_number(
        required_cell(record, value_column, "missing_value"), value_column, _DECIMALS
    )
    if value < 0:
        raise BadRecord("negative_value", f"{value_column} is {value}")
    quantity = next((found for n in _QUANTITY_COLUMNS if (found := cell(record, n))), None)
    return {
        "flow": flow,
        "hs_code": hs_code,
        "commodity_level": cell(record, "COMM_LVL"),
        "country_code": country,
        "country_name": cell(record, "CTY_NAME"),
        "period_start_on": start_on,
        "period_end_on": end_on,
        "value_variable": value_column,
        "value_usd": value,
        "quantity": None if quantity is None else exact_number(quantity, "quantity", _DECIMALS),
        "quantity_unit": cell(record, _UNIT_COLUMN),
        "summary_level": cell(record, "SUMMARY_LVL"),
    }


def _month(text: str) -> tuple[date, date]:
    match = _MONTH.fullmatch(text)
    if match is None:
        raise BadRecord("bad_period", f"{brief(text)} is no month such as 2023-03")
    year, month = int(match.group(1)), int(match.group(2))
    return month_period(year, month, month)
