"""The simulated services: each turns a request into the answer its original would give.

Belongs here: formats, paging, limits and bad habits. Does not belong here: faults (`faults.py`).
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlencode

from tests.simulator.world import CIKS, SERIES, SYMBOLS, World

Query = Mapping[str, list[str]]
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """An answer before it is damaged: `records` is set for answers a fault may change inside."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    records: Any = None
    render: Callable[[Any], bytes] | None = None

    def with_records(self, records: Any) -> Reply:
        assert self.render is not None
        return replace(self, records=records, body=self.render(records))


def structured(records: Any, render: Callable[[Any], bytes], content_type: str = JSON) -> Reply:
    return Reply(body=render(records), content_type=content_type, records=records, render=render)


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Asked:
    path: str
    query: Query
    headers: Mapping[str, str]

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


def federal_register(world: World, asked: Asked) -> Reply:
    """Search pages of five documents, chained by an opaque cursor; zero hits lack `results`."""
    if asked.one("conditions[agencies][]") != "industry-and-security-bureau":
        return Reply(400, as_json({"status": 400, "message": "agency not valid"}))
    first = date.fromisoformat(asked.one("conditions[publication_date][gte]"))
    last = date.fromisoformat(asked.one("conditions[publication_date][lte]"))
    found = world.documents(first, last)
    told = {"description": f"Documents published from {first} to {last}", "count": len(found)}
    if not found:
        return Reply(body=as_json(told))
    token = asked.one("search_after_cursor")
    try:
        start = int(base64.urlsafe_b64decode(token)) if token else 0
    except ValueError:
        message = "Invalid search_after_cursor token"
        return Reply(400, as_json({"status": 400, "message": message}))
    page = found[start : start + 5]
    following = None
    if start + 5 < len(found):
        cursor = base64.urlsafe_b64encode(str(start + 5).encode()).decode()
        query = {**asked.query, "search_after_cursor": [cursor]}
        following = f"https://www.federalregister.gov/api/v1/documents?{urlencode(query, True)}"
    envelope = {**told, "total_pages": -(-len(found) // 5), "next_page_url": following}
    records = [_document(number, day) for number, day in page]
    return structured(records, lambda rows: as_json({**envelope, "results": rows}))


def _document(number: str, day: date) -> dict[str, Any]:
    return {
        "document_number": number,
        "title": f"Additions to the Entity List, No. {number} – Café",
        "type": "Rule",
        "abstract": None if day.day % 2 else "In this rule, entities are added.",
        "action": "Final rule.",
        "dates": f"This rule is effective {day}.",
        "publication_date": day.isoformat(),
        "effective_on": day.isoformat(),
        "citation": f"91 FR {day.timetuple().tm_yday * 10}",
        "volume": 91,
        "start_page": day.timetuple().tm_yday * 10,
        "end_page": day.timetuple().tm_yday * 10 + 3,
        "agencies": [{"raw_name": "BIS", "slug": "industry-and-security-bureau"}],
        "docket_ids": ["Docket No. 260105-0001"],
        "regulation_id_numbers": ["0694-AA00"],
        "cfr_references": [{"title": 15, "part": "744"}],
        "correction_of": None,
        "html_url": f"https://www.federalregister.gov/documents/{number}",
        "pdf_url": f"https://www.govinfo.gov/{number}.pdf",
        "raw_text_url": f"https://www.federalregister.gov/documents/full_text/text/{number}.txt",
    }


CSL_COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]


def csl(world: World, asked: Asked) -> Reply:
    """The bulk CSV with a strong ETag, 304 when it is unchanged."""
    etag = f'"{world.list_version:08x}"'
    changed = datetime.combine(date(2026, 1, 1) + timedelta(days=world.list_version), time(), UTC)
    headers = {"ETag": etag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers=headers)
    rows = [
        {
            **dict.fromkeys(CSL_COLUMNS, ""),
            "_id": hashlib.sha256(f"{number}".encode()).hexdigest()[:56],
            "source": source_list,
            "name": name,
            "addresses": "Beijing, CN; Café Street, Shanghai, CN",
            "federal_register_notice": "85 FR 83420",
            "start_date": start,
            "license_requirement": "For all items subject to the EAR",
            "license_policy": "Presumption of denial",
            "source_list_url": "https://www.bis.gov/lists",
            "source_information_url": "https://www.bis.gov/about-the-lists",
            "alt_names": f"{name} Co., Ltd.",
        }
        for number, (source_list, name, start) in enumerate(world.listings())
    ]
    return replace(structured(rows, as_csv, "text/csv"), headers=headers)


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]) if rows else ["source"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _widened(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def yahoo_chart(world: World, asked: Asked) -> Reply:
    """Daily bars of a known symbol; a JSON error with 404 for another one."""
    symbol = unquote(asked.path.rsplit("/", 1)[1])
    if symbol not in SYMBOLS:
        error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
        return Reply(404, as_json({"chart": {"result": None, "error": error}}))
    first, last = (datetime.fromtimestamp(int(asked.one(p)), UTC) for p in ("period1", "period2"))
    days = [d for d in world.weekdays(first.date(), last.date()) if d < world.today]
    opens = [int(datetime.combine(d, time(14, 30), UTC).timestamp()) for d in days]
    closes = [_widened(world.close(symbol, d)) for d in days]
    now = int(world.now.timestamp())
    meta = {
        "currency": "USD",
        "symbol": symbol,
        "exchangeName": "NMS",
        "regularMarketTime": (opens[-1] + 23_400) if opens else now,
        "gmtoffset": -18000,
        "exchangeTimezoneName": "America/New_York",
        "chartPreviousClose": 99.5,
        "currentTradingPeriod": {"regular": {"start": now - 1000, "end": now + 22_000}},
    }
    quote: dict[str, list[Any]] = {
        "open": closes,
        "high": [c + 1 for c in closes],
        "low": [c - 1 for c in closes],
        "close": closes,
        "volume": [271_009_200] * len(days),
    }
    records = [{"stamps": opens, "quote": quote}]

    def render(changed: Any) -> bytes:
        part = changed[0]
        adjusted = closes[: len(part["stamps"])]
        result = {
            "meta": {**meta, "longName": "Café Corporation"},
            "timestamp": part["stamps"],
            "indicators": {"quote": [part["quote"]], "adjclose": [{"adjclose": adjusted}]},
        }
        return as_json({"chart": {"result": [result], "error": None}})

    return structured(records, render)


def sec(world: World, asked: Asked) -> Reply:
    """Company facts for clients that say who they are; XML for what is not there."""
    if "@" not in asked.headers.get("user-agent", ""):
        page = "<html><title>SEC.gov | Your Request Originates from an Undeclared Automated Tool"
        return Reply(403, f"{page}</title></html>".encode(), "text/html")
    cik = int(asked.path.rsplit("CIK", 1)[1].removesuffix(".json"))
    if cik not in CIKS:
        body = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'
        return Reply(404, body, "application/xml")
    records = [
        {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "val": value,
            "accn": f"{cik:010d}-{end:%y}-{end:%m%d}00",
            "fy": end.year,
            "fp": "Q1",
            "form": "10-Q",
            "filed": (end + timedelta(days=20)).isoformat(),
            "frame": f"CY{end.year}M{end.month}",
        }
        for start, end, value in world.facts(cik)
    ]

    def render(rows: Any) -> bytes:
        tag = {"label": "Revenues", "description": "Café", "units": {"USD": rows}}
        facts = {"us-gaap": {"Revenues": tag}}
        return as_json({"cik": cik, "entityName": f"COMPANY {cik}", "facts": facts})

    return structured(records, render)


def gdelt_doc(world: World, asked: Asked) -> Reply:
    """At most 250 articles of a window open at both ends; `{}` for none; sentences for errors."""
    if " OR " in asked.one("query") and "(" not in asked.one("query"):
        return Reply(body=b"Queries containing OR'd terms must be surrounded by ().")
    start, stop = (
        datetime.strptime(asked.one(f"{edge}datetime"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        for edge in ("start", "end")
    )
    found = world.articles(start, stop)[-int(asked.one("maxrecords", "75")) :]
    if not found:
        return Reply(body=b"{}")
    records = [
        {
            "url": url,
            "url_mobile": "",
            "title": "U . S . Limits , Delays \\ chips café",
            "seendate": seen.strftime("%Y%m%dT%H%M%SZ"),
            "socialimage": "",
            "domain": "outlet.example",
            "language": "English",
            "sourcecountry": "United States",
        }
        for url, seen in reversed(found)
    ]
    # The original writes a lone backslash as it is: JSON that json.loads refuses.
    return structured(records, lambda r: as_json({"articles": r}).replace(b"\\\\", b"\\"))


def rss(world: World, asked: Asked) -> Reply:
    """A feed of the newest twenty items, with an ETag."""
    items = world.feed_items()
    etag = f'"{len(items)}-{items[-1][0]}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers={"ETag": etag})
    records = [
        {"guid": guid, "title": f"Title café {guid}", "pubDate": format_datetime(at)}
        for guid, at in reversed(items)
    ]

    def render(rows: Any) -> bytes:
        parts = [
            "<item>"
            + "".join(f"<{name}>{value}</{name}>" for name, value in row.items())
            + f"<link>https://outlet.example/{number}</link></item>"
            for number, row in enumerate(rows)
        ]
        head = "<title>Outlet</title><link>https://outlet.example/</link>"
        text = f'<rss version="2.0"><channel>{head}{"".join(parts)}</channel></rss>'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()

    return replace(structured(records, render, "application/rss+xml"), headers={"ETag": etag})


def fred(world: World, asked: Asked) -> Reply:
    """Date and value of a series; a blank on Fridays stands for a holiday."""
    series = asked.one("id")
    if series not in SERIES:
        return Reply(404, b"<html><title>Error: 404 Not Found</title></html>", "text/html")
    first = date.fromisoformat(asked.one("cosd"))
    last = date.fromisoformat(asked.one("coed") or world.today.isoformat())
    rows = [
        {
            "observation_date": day.isoformat(),
            series: "" if day.weekday() == 4 else world.rate(series, day),
        }
        for day in world.weekdays(first, last)
    ]
    return structured(rows, as_csv, "application/csv")


def comtrade(world: World, asked: Asked) -> Reply:
    """Flows; the preview gives the first 500 and does not say that there are more."""
    partners, flows = asked.one("partnerCode").split(","), asked.one("flowCode").split(",")
    most = 500 if "/preview/" in asked.path else 100_000
    rows = [
        {
            "typeCode": "C",
            "freqCode": "M",
            "refPeriodId": int(f"{period}01"),
            "refYear": int(period[:4]),
            "refMonth": int(period[4:]),
            "period": period,
            "reporterCode": int(asked.one("reporterCode")),
            "reporterISO": "USA",
            "reporterDesc": "USA café",
            "flowCode": flow,
            "flowDesc": "Import" if flow == "M" else "Export",
            "partnerCode": int(partner),
            "partnerISO": "CHN" if partner == "156" else "W00",
            "partnerDesc": "China",
            "partner2Code": 0,
            "partner2ISO": "W00",
            "partner2Desc": "World",
            "classificationCode": "H6",
            "classificationSearchCode": "HS",
            "isOriginalClassification": True,
            "cmdCode": code,
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
            "qty": 0,
            "isQtyEstimated": False,
            "altQtyUnitCode": -1,
            "altQtyUnitAbbr": "N/A",
            "altQty": 0,
            "isAltQtyEstimated": False,
            "netWgt": 0,
            "isNetWgtEstimated": False,
            "grossWgt": 0,
            "isGrossWgtEstimated": False,
            "cifvalue": None,
            "fobvalue": None,
            "primaryValue": value,
            "legacyEstimationFlag": 0,
            "isReported": True,
            "isAggregate": False,
        }
        for period, code, value in world.flows(
            asked.one("period").split(","), asked.one("cmdCode").split(",")
        )
        for flow in flows
        for partner in partners
    ][:most]

    def render(data: Any) -> bytes:
        told = {"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": ""}
        return as_json(told)

    return structured(rows, render)


def census(world: World, asked: Asked) -> Reply:
    """Lists of texts with the names first; no rows is 204; without a key a page of HTML."""
    if "missing_key" in asked.path:
        return Reply(body=b"<html><title>Missing Key</title></html>", content_type="text/html")
    if not asked.one("key"):
        return Reply(302, headers={"Location": "/census/data/missing_key.html"})
    name = "E_COMMODITY" if "/exports/" in asked.path else "I_COMMODITY"
    value = "ALL_VAL_MO" if name == "E_COMMODITY" else "GEN_VAL_MO"
    periods = [f"2025{month:02d}" for month in range(1, 13)]
    periods += [f"2026{month:02d}" for month in range(1, 13)]
    rows = [
        {
            "CTY_CODE": "5700",
            "CTY_NAME": "Café",
            value: str(amount),
            "time": f"{period[:4]}-{period[4:]}",
            "COMM_LVL": asked.one("COMM_LVL"),
            name: code,
            "SUMMARY_LVL": "DET",
        }
        for period, code, amount in world.flows(periods, [asked.one(name)])
    ]
    if not rows:
        return Reply(204)
    return structured(rows, lambda r: as_json([list(r[0]), *(list(row.values()) for row in r)]))


SERVICES: Mapping[str, Callable[[World, Asked], Reply]] = {
    service.__name__: service
    for service in (
        federal_register,
        csl,
        yahoo_chart,
        sec,
        gdelt_doc,
        rss,
        fred,
        comtrade,
        census,
    )
}
