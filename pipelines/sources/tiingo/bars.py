"""Parser of `tiingo/bars`: the end-of-day prices of one security, to rows.

Belongs here: the shape of that JSON and its errors. Does not belong here: which security it is
(the address says so), calendars, adjustment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.parsing.csv_records import exact_number
from pipelines.parsing.prices import price, require_consistent
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    dig,
    each_record,
    int_of,
    iso_date,
    load_json,
    raise_for_error_object,
    required_text,
)
from pipelines.specs import DatasetSpec

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00(\.0+)?(Z|\+00:00))?")


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Bars in payload order.

    Rejects: bad_date, not_a_price, bad_number, range_inconsistent, bad_type, duplicate. Raises
    PayloadError: unauthorized, not_found, throttled, empty (no bars), malformed.
    """
    answer = load_json(payload, decimals=True)
    if not isinstance(answer, list):
        _raise_for_detail(answer)
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not a list of prices")
    if not answer:
        raise PayloadError(Outcome.EMPTY, "no prices for the days asked")
    if not any(isinstance(bar, dict) and {"date", "close"} <= set(bar) for bar in answer):
        raise PayloadError(Outcome.MALFORMED, "no member of the list is a price with its date")
    rows = RowCollector(spec)
    rows.keep_each(each_record(answer, rows), _row)
    return rows.finish()


def _raise_for_detail(answer: object) -> None:
    """Errors are an object with a sentence under `detail`."""
    detail = str(dig(answer, "detail") or "")
    told = detail.lower()
    if "token" in told or "authentic" in told:
        raise PayloadError(Outcome.UNAUTHORIZED, "the source does not know the key")
    if "limit" in told or "allocation" in told:
        raise PayloadError(Outcome.THROTTLED, f"the source refuses more requests: {detail[:200]}")
    if "not found" in told:
        raise PayloadError(Outcome.NOT_FOUND, "the source does not know the security")


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    prices = {name: price(record.get(name), name) for name in ("open", "high", "low", "close")}
    require_consistent(prices)
    adjusted = record.get("adjClose")
    volume = int_of(record, "volume")
    if volume is not None and not 0 <= volume < 2**63:
        raise BadRecord("bad_number", f"volume is {brief(volume)}")
    return {
        "session_on": _day(required_text(record, "date")),
        **prices,
        "volume": volume,
        "adjusted_close": None if adjusted is None else exact_number(adjusted, "adjClose", 10),
        "dividend": _factor(record, "divCash", Decimal(0)),
        "split_factor": _factor(record, "splitFactor", Decimal("0.000001")),
    }


def _day(text: str) -> date:
    found = _MIDNIGHT.fullmatch(text)
    if found is None:
        raise BadRecord("bad_date", f"{text[:40]!r} is not a day")
    return iso_date(found.group(1))


def _factor(record: Mapping[str, Any], name: str, least: Decimal) -> Decimal:
    value = exact_number(record.get(name), name, 6)
    if value < least:
        raise BadRecord("bad_number", f"{name} is {value}, expected at least {least}")
    return value
