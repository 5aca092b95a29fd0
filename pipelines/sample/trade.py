"""Composes `comtrade/flows`, `taiwan_customs/exports` and `customs_csv/flows` from the fact tables.

Comtrade's terms forbid passing its data on: only a few dozen figures that were printed elsewhere
are composed. Does not belong here: conversion of currencies, or judging figures.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from pipelines.sample.payloads import Composed, ComposeError, Row, as_json, read_table
from pipelines.sources.customs_csv.flows import COLUMNS as OWN_COLUMNS

_COMTRADE_FILE = "comtrade_hs8542_exports_CHN_KOR_USA_2013_2024.csv"
_TAIWAN_FILE = "taiwan_customs_exports_hs8542_hs6_by_country_2013_2025.csv"
_FACTS_FILE = "trade_facts.csv"
_PRESS_FILE = Path(__file__).parent / "inputs" / "trade_press.csv"

_PREVIEW = "https://comtradeapi.un.org/public/v1/preview/C/A/HS"
_PORTAL = "https://portal.sw.nat.gov.tw/APGA/GA30"
_CHINA_CUSTOMS = "https://stats.customs.gov.cn"

_ECONOMIES: Mapping[str, tuple[int, str, str]] = {
    "CHN": (156, "CHN", "China"),
    "JPN": (392, "JPN", "Japan"),
    "KOR": (410, "KOR", "Rep. of Korea"),
    "TWN": (490, "S19", "Other Asia, nes"),
    "USA": (842, "USA", "USA"),
    "WLD": (0, "W00", "World"),
}
_PARTIAL_YEAR = "2025"
_REPUBLIC_BEGAN = 1911
_GOODS_ZH = {
    "854231": "處理器及控制器",
    "854232": "記憶體",
    "854233": "放大器",
    "854239": "其他積體電路",
    "854290": "積體電路之零件",
}
_GOODS_EN = {
    "854231": "Processors and controllers",
    "854232": "Memories",
    "854233": "Amplifiers",
    "854239": "Other electronic integrated circuits",
    "854290": "Parts of electronic integrated circuits",
}
_MILLION = 1_000_000
_OF_PRESS = (
    "reporter",
    "partner",
    "hs_code",
    "period",
    "flow",
    "value",
    "currency",
    "quantity",
    "quantity_unit",
    "basis",
    "partner_basis",
)
_WHOLE_MONTHS = re.compile(r"\d{4}-\d{2}-01")


def compose(facts: Path) -> list[Composed]:
    """All trade payloads. Raises ComposeError when a fact table is missing or has another form."""
    return [*_comtrade(facts), *_taiwan(facts), _china(facts), _press()]


def _comtrade(facts: Path) -> list[Composed]:
    columns = ("period", "reporterISO", "classificationCode", "cmdCode", "netWgt", "primaryValue")
    by_reporter: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in read_table(facts / _COMTRADE_FILE, columns):
        by_reporter[row["reporterISO"]].append(
            _flow(
                row["reporterISO"],
                "WLD",
                row["period"],
                row["classificationCode"],
                float(row["primaryValue"]),
                float(row["netWgt"]) if row["netWgt"] else None,
                is_reported=row["isReported"] == "true",
            )
        )
    note = "exports of 8542 to the world, 2013 to 2024, as a public copy of a download gives them"
    payloads = [_answer(flows, reporter, note) for reporter, flows in sorted(by_reporter.items())]
    mirror = [
        _flow(
            row["reporter"],
            row["partner"],
            row["period_start"][:4],
            "H6",
            float(Decimal(row["value"]) * _MILLION),
            None,
            is_reported=True,
        )
        for row in read_table(facts / _FACTS_FILE, ("reporter", "partner", "item", "value"))
        if row["item"] == "HS8542" and row["source"].startswith("UN Comtrade")
    ]
    told = "exports of 8542 between Asian economies in 2022, rounded to 10,000 dollars"
    return [*payloads, _answer(mirror, "JPN,KOR,TWN", told)]


def _flow(
    reporter: str,
    partner: str,
    period: str,
    classification: str,
    value: float,
    net_weight: float | None,
    *,
    is_reported: bool,
) -> dict[str, object]:
    """One export of 8542, with the members of a described answer that the facts can fill."""
    reporter_code, reporter_iso, reporter_name = _ECONOMIES[reporter]
    partner_code, partner_iso, partner_name = _ECONOMIES[partner]
    return {
        "typeCode": "C",
        "freqCode": "A",
        "refPeriodId": int(f"{period}0101"),
        "refYear": int(period),
        "refMonth": 52,
        "period": period,
        "reporterCode": reporter_code,
        "reporterISO": reporter_iso,
        "reporterDesc": reporter_name,
        "flowCode": "X",
        "flowDesc": "Export",
        "partnerCode": partner_code,
        "partnerISO": partner_iso,
        "partnerDesc": partner_name,
        "partner2Code": 0,
        "partner2ISO": "W00",
        "partner2Desc": "World",
        "classificationCode": classification,
        "classificationSearchCode": "HS",
        "cmdCode": "8542",
        "cmdDesc": "Electronic integrated circuits",
        "aggrLevel": 4,
        "isLeaf": False,
        "customsCode": "C00",
        "customsDesc": "TOTAL CPC",
        "mosCode": "0",
        "motCode": 0,
        "motDesc": "TOTAL MOT",
        "qtyUnitCode": -1,
        "qtyUnitAbbr": "N/A",
        "qty": None,
        "netWgt": net_weight or None,
        "cifvalue": None,
        "fobvalue": value,
        "primaryValue": value,
        "isReported": is_reported,
        "isAggregate": not is_reported,
    }


def _answer(flows: Sequence[Mapping[str, object]], reporters: str, told: str) -> Composed:
    periods = ",".join(sorted({str(flow["period"]) for flow in flows}))
    codes = ",".join(str(_ECONOMIES[name][0]) for name in reporters.split(","))
    parameters = {
        "reporterCode": codes,
        "period": periods,
        "cmdCode": "8542",
        "flowCode": "X",
        "partner2Code": "0",
        "motCode": "0",
        "customsCode": "C00",
        "includeDesc": "TRUE",
    }
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    envelope = {"elapsedTime": "0.00 secs", "count": len(flows), "data": flows, "error": ""}
    return Composed(
        source="comtrade",
        dataset="flows",
        payload=as_json(envelope),
        url=f"{_PREVIEW}?{query}",
        content_type="application/json; charset=utf-8",
        note=(
            f"Composed, never served by UN Comtrade: {len(flows)} figures, {told}. Few on purpose:"
            " the terms of use forbid passing the data on. Members the copy lacks are null or left"
            " out."
        ),
        parameters=parameters,
    )


def _taiwan(facts: Path) -> list[Composed]:
    columns = ("year", "country_zh", "iso3", "hs6", "export_value_usd")
    rows = read_table(facts / _TAIWAN_FILE, columns)
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row["year"], row["hs6"]] += Decimal(row["export_value_usd"])
    world = [(year, code, "", value) for (year, code), value in sorted(totals.items())]
    partners = [
        (row["year"], row["hs6"], row["country_zh"], Decimal(row["export_value_usd"]))
        for row in sorted(rows, key=lambda row: (row["year"], row["iso3"], row["hs6"]))
        if row["iso3"]
    ]
    about = (
        f"added up from 11-digit lines to HS6 in a public copy; {_PARTIAL_YEAR} is a part of the"
        " year, to which month is not known"
    )
    return [
        _export(partners, f"exports of 8542 to the main partners by HS6 and year, {about}", True),
        _export(world, f"exports of 8542 to all partners together by HS6 and year, {about}", False),
    ]


def _export(
    figures: Iterable[tuple[str, str, str, Decimal]], told: str, with_partner: bool
) -> Composed:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    country = ["國家"] if with_partner else []
    writer.writerow(
        ["進出口別", "日期", *country, "貨品號列", "中文貨名", "英文貨名", "美元(千元)"]
    )
    for year, code, partner, value in figures:
        writer.writerow(
            [
                "出口總值(含復出口)",
                f"{int(year) - _REPUBLIC_BEGAN}年",
                *([partner] if with_partner else []),
                code,
                _GOODS_ZH[code],
                _GOODS_EN[code],
                f"{(value / 1000).normalize():f}",
            ]
        )
    return Composed(
        source="taiwan_customs",
        dataset="exports",
        payload=text.getvalue().encode(),
        url=_PORTAL,
        content_type="text/csv",
        note=f"Composed, never served by the customs portal: {told}. Open data of Taiwan.",
        parameters={"goods": "8542", "by_country": with_partner, "years": "102-114"},
    )


def _china(facts: Path) -> Composed:
    """Figures of China's customs that press and statistics pages printed, as a user's own file."""
    columns = ("reporter", "partner", "flow", "item", "period_start", "period_end", "evidence")
    merged: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for row in read_table(facts / _FACTS_FILE, columns):
        if row["reporter"] != "CHN" or not row["item"].startswith("integrated circuits"):
            continue
        is_quantity = row["unit"] == "billion units"
        currency = "" if is_quantity else row["unit"].removesuffix(" m")
        key = (row["flow"], row["period_start"], row["period_end"], currency)
        if is_quantity:
            key = _value_of_same_period(merged, key)
        line = merged.setdefault(key, _own_line(row, key[3]))
        if is_quantity:
            line["quantity"] = f"{Decimal(row['value']) * 1_000 * _MILLION:f}".split(".")[0]
            line["quantity_unit"] = "pieces"
        else:
            line["value"] = f"{Decimal(row['value']) * _MILLION:f}".split(".")[0]
    if not merged:
        raise ComposeError(f"{_FACTS_FILE} holds no figures of China's customs; check --facts")
    return Composed(
        source="customs_csv",
        dataset="flows",
        payload=_own_csv(merged.values()),
        url=_CHINA_CUSTOMS,
        content_type="text/csv",
        note=(
            f"Composed, never served by China's customs: {len(merged)} figures of the"
            " main-commodity line integrated circuits, which is close to heading 8542 and not the"
            " same. The column source says which were read in public pages and which are"
            " recollected."
        ),
        parameters={"reporter": "CN", "goods": "8542"},
    )


def _press() -> Composed:
    """Single months and years that the press printed of servers, boards and tools."""
    rows = read_table(_PRESS_FILE, (*_OF_PRESS, "note", "source_url"))
    lines = [
        {name: row[name] for name in _OF_PRESS}
        | {"source": f"{row['note']}; read at {row['source_url']}"}
        for row in rows
    ]
    return Composed(
        source="customs_csv",
        dataset="flows",
        payload=_own_csv(lines),
        url=_CHINA_CUSTOMS,
        content_type="text/csv",
        note=(
            f"Composed, never served by a customs office: {len(rows)} figures of servers, boards"
            " and tools as press pages printed them; the column source names the page. Months"
            " between them are not known."
        ),
        parameters={"reporter": "CN,KR,TW", "goods": "8471,8473,8486,8542"},
    )


def _value_of_same_period(
    merged: Mapping[tuple[str, str, str, str], object], key: tuple[str, str, str, str]
) -> tuple[str, str, str, str]:
    same = [found for found in merged if found[:3] == key[:3]]
    return same[0] if same else key


def _own_line(row: Row, currency: str) -> dict[str, str]:
    is_export = row["flow"] == "export"
    return {
        "reporter": "CN",
        "partner": "XW",
        "hs_edition": "",
        "hs_code": "8542",
        "period": _own_period(row["period_start"], row["period_end"]),
        "flow": row["flow"],
        "value": "",
        "currency": currency,
        "quantity": "",
        "quantity_unit": "",
        "basis": "FOB" if is_export else "CIF",
        "partner_basis": "last_known_destination" if is_export else "origin",
        "source": f"China customs, line integrated circuits; {_evidence(row)}",
    }


def _evidence(row: Row) -> str:
    if not row["evidence"].startswith("pages"):
        return "recollected, low confidence"
    recollected = "; units recollected" if "units own knowledge" in row["evidence"] else ""
    return f"read at {row['source_url']}{recollected}"


def _own_period(start: str, end: str) -> str:
    if not _WHOLE_MONTHS.fullmatch(start):
        raise ComposeError(f"the period {start} to {end} does not begin with a month")
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4]
    return start[:7] if start[:7] == end[:7] else f"{start[:7]}/{end[:7]}"


def _own_csv(lines: Iterable[Mapping[str, object]]) -> bytes:
    """A file of a user's own flows, as `customs_csv` reads them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, OWN_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()
