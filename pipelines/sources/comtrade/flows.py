"""Parser of `comtrade/flows`: an answer of the Comtrade API, or a download of its site, to flows.

Belongs here: the JSON envelope and the CSV download, and how the service says no.
Does not belong here: country names, which lines are totals, comparisons between reporters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.parsing.csv_records import CsvTable, exact_number, month_period
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    dig,
    each_record,
    load_json,
    raise_for_error_object,
    raw_text,
)
from pipelines.specs import DatasetSpec

_REQUIRED = (
    "typeCode",
    "freqCode",
    "period",
    "reporterCode",
    "flowCode",
    "partnerCode",
    "classificationCode",
    "cmdCode",
    "primaryValue",
)
_PERIOD = re.compile(r"(\d{4})(\d{2})?")
_CODE = re.compile(r"[+-]?\d{1,9}")
_COMMODITY = re.compile(r"\d{2,12}|[A-Z][A-Z0-9_]{0,19}")
_NO_UNIT = {"", "N/A"}
_VALUE_DECIMALS = 6


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Flows of one answer, JSON or CSV.

    Rejects: missing_<member>, bad_type, bad_number, bad_period, bad_code, negative_value,
    column_count, duplicate.
    Raises PayloadError: empty (count 0), throttled (text or JSON), unauthorized, rejected_query
    (an error told in the envelope), malformed.
    """
    rows = RowCollector(spec)
    is_json = payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    read = _from_json if is_json else _from_csv
    rows.keep_each(read(payload, rows), _row)
    return rows.finish()


def _from_csv(payload: bytes, rows: RowCollector) -> Iterator[tuple[int, Mapping[str, Any]]]:
    table = CsvTable(payload, "a Comtrade download", _REQUIRED)
    return table.records(rows)


def _from_json(payload: bytes, rows: RowCollector) -> Iterator[tuple[int, Mapping[str, Any]]]:
    answer = load_json(payload, decimals=True)
    data = dig(answer, "data")
    told = dig(answer, "error")
    if isinstance(told, str) and told.strip():
        raise PayloadError(Outcome.REJECTED_QUERY, f"the service says: {raw_text(told)[:300]}")
    if not isinstance(data, list):
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not a Comtrade answer: there is no `data` list")
    if not data:
        raise PayloadError(Outcome.EMPTY, "the answer has count 0: no flow fits the query")
    if not any(isinstance(r, dict) and {"reporterCode", "cmdCode"} <= r.keys() for r in data):
        raise PayloadError(
            Outcome.MALFORMED, "not trade flows: no record has reporterCode and cmdCode"
        )
    return each_record(data, rows)


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    period = _required(record, "period")
    start_on, end_on = _period(period)
    unit = _text(record, "qtyUnitAbbr")
    has_unit = unit is not None and unit not in _NO_UNIT
    hs_code = _required(record, "cmdCode")
    if not _COMMODITY.fullmatch(hs_code):
        raise BadRecord("bad_code", f"cmdCode is {brief(hs_code)}, no commodity code")
    value = _number(record, "primaryValue")
    if value is not None and value < 0:
        raise BadRecord("negative_value", f"primaryValue is {value}")
    return {
        "type_code": _required(record, "typeCode"),
        "frequency_code": _required(record, "freqCode"),
        "classification_code": _required(record, "classificationCode"),
        "period": period,
        "period_start_on": start_on,
        "period_end_on": end_on,
        "reporter_code": _code(record, "reporterCode"),
        "reporter_iso3": _text(record, "reporterISO"),
        "reporter_name": _text(record, "reporterDesc"),
        "flow_code": _required(record, "flowCode"),
        "partner_code": _code(record, "partnerCode"),
        "partner_iso3": _text(record, "partnerISO"),
        "partner_name": _text(record, "partnerDesc"),
        "partner2_code": _code(record, "partner2Code", 0),
        "customs_code": _text(record, "customsCode") or "C00",
        "transport_code": _code(record, "motCode", 0),
        "hs_code": hs_code,
        "hs_description": _text(record, "cmdDesc"),
        "quantity_unit": unit if has_unit else None,
        "quantity": _number(record, "qty") if has_unit else None,
        "net_weight_kg": _number(record, "netWgt"),
        "cif_value_usd": _number(record, "cifvalue"),
        "fob_value_usd": _number(record, "fobvalue"),
        "primary_value_usd": value,
        "is_reported": _truth(record, "isReported"),
        "is_aggregate": _truth(record, "isAggregate"),
    }


def _text(record: Mapping[str, Any], key: str) -> str | None:
    """A text or whole-number member as text; blank is None."""
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadRecord("bad_type", f"{key} is {brief(value)}, expected text")
    return str(value).strip() or None


def _required(record: Mapping[str, Any], key: str) -> str:
    value = _text(record, key)
    if value is None:
        raise BadRecord(f"missing_{key}", f"{key} is missing or empty")
    return value


def _code(record: Mapping[str, Any], key: str, default: int | None = None) -> int:
    value = _text(record, key)
    if value is None and default is not None:
        return default
    if value is None:
        raise BadRecord(f"missing_{key}", f"{key} is missing or empty")
    if not _CODE.fullmatch(value):
        raise BadRecord("bad_code", f"{key} is {brief(value)}, expected a numeric code")
    return int(value)


def _number(record: Mapping[str, Any], key: str) -> Decimal | None:
    value = record.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return exact_number(value, key, _VALUE_DECIMALS)


def _truth(record: Mapping[str, Any], key: str) -> bool | None:
    value = record.get(key)
    if value is None or isinstance(value, bool):
        return value
    known = {"true": True, "false": False, "": None}
    if not isinstance(value, str) or value.strip().lower() not in known:
        raise BadRecord("bad_type", f"{key} is {brief(value)}, expected true or false")
    return known[value.strip().lower()]


def _period(text: str) -> tuple[date, date]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise BadRecord("bad_period", f"{brief(text)} is neither a year nor a month")
    year, month = int(match.group(1)), match.group(2)
    return month_period(year, int(month), int(month)) if month else month_period(year)
