"""Parser of `taiwan_customs/exports`: a CSV export of Taiwan's customs portal, to flows.

Belongs here: the Chinese headers, the calendar of the Republic of China, tariff codes.
Does not belong here: which country a Chinese name means, or adding lines up.
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.parsing.csv_records import (
    CsvTable,
    Record,
    cell,
    exact_number,
    month_period,
    required_cell,
)
from pipelines.parsing.records import BadRecord, Parsed, RowCollector, brief
from pipelines.specs import DatasetSpec

_FLOW, _PERIOD, _CODE, _VALUE = "進出口別", "日期", "貨品號列", "美元(千元)"
_NAME_ZH, _NAME_EN, _PARTNER, _WEIGHT = "中文貨名", "英文貨名", "國家", "重量(公斤)"
_FLOWS = {
    "出口總值(含復出口)": ("export", True),
    "出口總值": ("export", False),
    "出口": ("export", False),
    "復出口": ("re_export", False),
    "進口總值(含復進口)": ("import", True),
    "進口總值": ("import", False),
    "進口": ("import", False),
    "復進口": ("re_import", False),
}
_DIGITS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{8}|\d{10,11}")
_DATE = re.compile(r"(\d{2,3})年(?:(\d{1,2})月?(?:[-~至](\d{1,2}))?月)?")
_REPUBLIC_BEGAN = 1911
_VALUE_DECIMALS = 6


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Flows of one export, in the order of the file.

    Rejects: unknown_flow, bad_period, bad_code, bad_number, missing_value, negative_value,
    column_count, duplicate. Raises PayloadError: empty, malformed (another header, not UTF-8),
    and the error answers that sources share.
    """
    rows = RowCollector(spec)
    table = CsvTable(payload, "an export of the customs portal", (_FLOW, _PERIOD, _CODE, _VALUE))
    rows.keep_each(table.records(rows), _row)
    return rows.finish()


def _row(record: Record) -> dict[str, object]:
    flow_name = required_cell(record, _FLOW, "unknown_flow")
    if flow_name not in _FLOWS:
        raise BadRecord("unknown_flow", f"{brief(flow_name)} is no direction of trade known here")
    flow, includes_re_trade = _FLOWS[flow_name]
    period_text = required_cell(record, _PERIOD, "bad_period")
    start_on, end_on = _period(period_text)
    code = required_cell(record, _CODE, "bad_code")
    if not _DIGITS.fullmatch(code):
        raise BadRecord("bad_code", f"{brief(code)} has not 2, 4, 6, 8, 10 or 11 digits")
    value = exact_number(required_cell(record, _VALUE, "missing_value"), _VALUE, _VALUE_DECIMALS)
    if value < 0:
        raise BadRecord("negative_value", f"{_VALUE} is {value}")
    weight = cell(record, _WEIGHT)
    return {
        "flow_name": flow_name,
        "flow": flow,
        "includes_re_trade": includes_re_trade,
        "period_text": period_text,
        "period_start_on": start_on,
        "period_end_on": end_on,
        "hs_code": code,
        "name_zh": cell(record, _NAME_ZH),
        "name_en": cell(record, _NAME_EN),
        "partner_name": cell(record, _PARTNER),
        "value_thousand_usd": value,
        "net_weight_kg": (
            None if weight is None else exact_number(weight, _WEIGHT, _VALUE_DECIMALS)
        ),
    }


def _period(text: str) -> tuple[date, date]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise BadRecord("bad_period", f"{brief(text)} is no year or month of the Republic of China")
    year = int(match.group(1)) + _REPUBLIC_BEGAN
    if match.group(2) is None:
        return month_period(year)
    first = int(match.group(2))
    return month_period(year, first, int(match.group(3) or first))
