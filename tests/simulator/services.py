"""The simulated services: each turns a request into the answer its original would give.

Belongs here: formats, paging, limits and bad habits. Does not belong here: faults (`faults.py`).
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlencode

from tests.simulator.world import (
    BEGINNING,
    CIKS,
    COLLECTIONS,
    LISTED,
    SERIES,
    STOCKS,
    SYMBOLS,
    World,
)

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


FR_AGENCIES = {
    "industry-and-security-bureau",
    "trade-representative-office-of-united-states",
    "foreign-assets-control-office",
    "defense-department",
    "federal-communications-commission",
}


def _is_about_bis(asked: Asked, agencies: list[str]) -> bool:
    """The world knows rules of one bureau on one part of the CFR; words are found in none."""
    part = f"{asked.one('conditions[cfr][title]')} {asked.one('conditions[cfr][part]')}"
    kinds = asked.query.get("conditions[type][]", ["RULE"])
    return (
        (not agencies or "industry-and-security-bureau" in agencies)
        and part in {" ", "15 744"}
        and "RULE" in kinds
        and not asked.one("conditions[term]")
    )


def federal_register(world: World, asked: Asked) -> Reply:
    """Search pages of five documents, chained by an opaque cursor; zero hits lack `results`."""
    agencies = asked.query.get("conditions[agencies][]", [])
    if not set(agencies) <= FR_AGENCIES:
        return Reply(400, as_json({"status": 400, "message": "agency not valid"}))
    if "conditions[cfr][part]" in asked.query and "conditions[cfr][title]" not in asked.query:
        return Reply(400, as_json({"status": 400, "message": "part without title"}))
    first = date.fromisoformat(asked.one("conditions[publication_date][gte]", str(BEGINNING)))
    last = date.fromisoformat(asked.one("conditions[publication_date][lte]", str(world.today)))
    found = world.documents(first, last) if _is_about_bis(asked, agencies) else []
    if asked.one("order") == "newest":
        found = found[::-1]
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
        "citation": f"{day.year - 1935} FR {day.timetuple().tm_yday * 10}",
        "volume": day.year - 1935,
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
    """Facts, lists of filings and filings for clients that say who they are; XML for the rest."""
    if "@" not in asked.headers.get("user-agent", ""):
        page = "<html><title>SEC.gov | Your Request Originates from an Undeclared Automated Tool"
        return Reply(403, f"{page}</title></html>".encode(), "text/html")
    if asked.path.startswith("/Archives/"):
        return _filing(world, asked.path)
    cik = int(asked.path.rsplit("CIK", 1)[1][:10])
    if cik not in CIKS:
        body = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'
        return Reply(404, body, "application/xml")
    if asked.path.startswith("/submissions/"):
        return _submissions(world, cik, is_page="-submissions-" in asked.path)
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


def _submissions(world: World, cik: int, is_page: bool) -> Reply:
    """Columns of equal length; an older page has nothing around them."""
    reports = [("0000000001-09-000001", date(2009, 3, 31), date(2009, 4, 20))]
    records = [
        {
            "accessionNumber": accession,
            "filingDate": filed.isoformat(),
            "reportDate": end.isoformat(),
            "acceptanceDateTime": f"{filed}T16:30:05.000Z",
            "act": "34",
            "form": "10-Q",
            "fileNumber": "000-23985",
            "filmNumber": "251234567",
            "items": "",
            "size": 8_579_000,
            "isXBRL": 1,
            "isInlineXBRL": 1,
            "primaryDocument": f"nvda-{end:%Y%m%d}.htm",
            "primaryDocDescription": "10-Q Café",
        }
        for accession, end, filed in (reports if is_page else world.filings(cik))
    ]

    def render(rows: Any) -> bytes:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        if is_page:
            return as_json(columns)
        page = f"CIK{cik:010d}-submissions-001.json"
        older = {"name": page, "filingCount": 1}
        older |= {"filingFrom": "2009-04-20", "filingTo": "2009-04-20"}
        whose = {"cik": str(cik), "name": f"COMPANY {cik}", "tickers": ["NVDA"]}
        return as_json({**whose, "filings": {"recent": columns, "files": [older]}})

    return structured(records, render)


def _filing(world: World, path: str) -> Reply:
    """One report as inline XBRL: revenue of the month, in all and of one place."""
    _, _, _, _, number, folder, _ = path.split("/")
    cik = int(number)
    found = {a.replace("-", ""): end for a, end, _ in world.filings(cik)}
    if folder not in found:
        return Reply(404, b"<html><title>404 Not Found</title></html>", "text/html")
    end = found[folder]
    value = next(value for _, last, value in world.facts(cik) if last == end)
    period = (
        f"<xbrli:period><xbrli:startDate>{end.replace(day=1)}</xbrli:startDate>"
        f"<xbrli:endDate>{end}</xbrli:endDate></xbrli:period>"
    )
    segment = (
        '<xbrli:segment><xbrldi:explicitMember dimension="srt:StatementGeographicalAxis">'
        "country:TW</xbrldi:explicitMember></xbrli:segment>"
    )
    whose = f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{cik:010d}</xbrli:identifier>'
    contexts = "".join(
        f'<xbrli:context id="{name}"><xbrli:entity>{whose}{where}</xbrli:entity>{period}'
        "</xbrli:context>"
        for name, where in (("c-1", ""), ("c-2", segment))
    )
    unit = '<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>'
    facts = "".join(
        f'<ix:nonFraction unitRef="usd" contextRef="{name}" decimals="-6" name="us-gaap:Revenues"'
        f' scale="6" id="f-{name}">{shown:,}</ix:nonFraction>'
        for name, shown in (("c-1", value), ("c-2", value // 3))
    )
    spaces = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in (
            ("ix", "http://www.xbrl.org/2013/inlineXBRL"),
            ("xbrli", "http://www.xbrl.org/2003/instance"),
            ("xbrldi", "http://xbrl.org/2006/xbrldi"),
        )
    )
    text = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<html xmlns="http://www.w3.org/1999/xhtml"{spaces}><body>'
        f"<ix:header><ix:resources>{contexts}{unit}</ix:resources></ix:header>"
        f"<p>Café: {facts}</p></body></html>\n"
    )
    return Reply(body=text.encode(), content_type="text/html")


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
            + f"<link>https://outlet.example/{row['guid']}</link></item>"
            for row in rows
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


def ofac(world: World, asked: Asked) -> Reply:
    """Two headerless files, for what looks like a browser only, behind a redirect."""
    if not re.match(r"Mozilla/\d.{30}", asked.headers.get("user-agent", "")):
        return Reply(403, b"<html><title>403 Forbidden</title></html>", "text/html")
    *_, folder, file = asked.path.split("/")
    if file not in LISTED:
        return Reply(404, b"<html><title>404 Not Found</title></html>", "text/html")
    if folder != "exports":
        return Reply(302, headers={"Location": f"{OFAC_EXPORTS}/{file}"})
    etag = f'"{file}-{world.list_version}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers={"ETag": etag})
    program = "CUBA" if file == "SDN.CSV" else "CMIC-EO13959"
    remark = "a.k.a. 'P {}'." if file == "SDN.CSV" else "Listing Date (CMIC) 03 Jun 2021."
    records = [
        {"number": number, "name": f'"{name}"', "type": "-0- ", "program": f'"{program}"'}
        | {str(place): "-0- " for place in range(5, 12)}
        | {"remarks": f'"{remark.format(number)}"'}
        for number, name in world.parties(file)
    ]

    def render(rows: Any) -> bytes:
        lines = [",".join(_unquoted(value) for value in row.values()) for row in rows]
        return ("\r\n".join(lines) + "\r\n").encode() + b"\x1a"

    return replace(structured(records, render, "text/csv"), headers={"ETag": etag})


OFAC_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/exports"


def _unquoted(value: object) -> str:
    """A cell as it stands in the file; anything but text is written as its name for Python."""
    return value if isinstance(value, str) else f'"{str(value).replace(chr(34), "")}"'


def guardian(world: World, asked: Asked) -> Reply:
    """Pages of five hits, counted; a page beyond the last one is an error."""
    if asked.one("api-key") in {"", "wrong"}:
        return Reply(401, as_json({"message": "Unauthorized"}))
    first, last = (date.fromisoformat(asked.one(f"{edge}-date")) for edge in ("from", "to"))
    found, page = world.reports(first, last), int(asked.one("page", "1"))
    pages = -(-len(found) // 5)
    if page > max(pages, 1):
        message = "requested page is beyond the number of available pages"
        return Reply(400, as_json({"response": {"status": "error", "message": message}}))
    told = {"status": "ok", "userTier": "developer", "total": len(found)}
    told |= {"startIndex": (page - 1) * 5 + 1, "pageSize": 5, "currentPage": page, "pages": pages}
    records = [
        {
            "id": name,
            "type": "article",
            "sectionId": "technology",
            "sectionName": "Technology",
            "webPublicationDate": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "webTitle": f"Café chips of {at:%d %B}",
            "webUrl": f"https://www.theguardian.com/{name}",
            "apiUrl": f"https://content.guardianapis.com/{name}",
            "isHosted": False,
            "pillarId": "pillar/news",
            "pillarName": "News",
        }
        for name, at in found[(page - 1) * 5 : page * 5]
    ]
    return structured(records, lambda r: as_json({"response": {**told, "results": r}}))


def tiingo(world: World, asked: Asked) -> Reply:
    """Bars as traded with their factors; errors are a sentence under `detail`."""
    if asked.one("token") in {"", "wrong"}:
        return Reply(401, as_json({"detail": "Invalid token."}))
    if asked.path.split("/")[3] not in STOCKS:
        return Reply(404, as_json({"detail": "Not found."}))
    records = [
        {"date": f"{bar['day']}T00:00:00.000Z"}
        | {name: bar[name] for name in ("close", "high", "low", "open", "volume")}
        | {f"adj{name.title()}": bar[name] for name in ("close", "high", "low", "open", "volume")}
        | {"divCash": 0.0, "splitFactor": 1.0}
        for bar in _bars(world, date.fromisoformat(asked.one("startDate")))
    ]
    return structured(records, as_json)


def alpha_vantage(world: World, asked: Asked) -> Reply:
    """The newest hundred bars as CSV; every error is JSON with HTTP 200."""
    if asked.one("apikey") in {"", "wrong"}:
        told = "the parameter apikey is invalid or missing."
        return Reply(body=as_json({"Error Message": told}))
    if asked.one("symbol") not in STOCKS:
        return Reply(body=as_json({"Error Message": "Invalid API call."}))
    records = [
        {"timestamp": bar["day"]}
        | {name: bar[name] for name in ("open", "high", "low", "close", "volume")}
        for bar in reversed(_bars(world, BEGINNING)[-100:])
    ]
    return structured(records, as_csv, "application/x-download")


def stooq(world: World, asked: Asked) -> Reply:
    """Bars as CSV; without a key a page that tells how to get one, for nothing a sentence."""
    if asked.one("apikey") in {"", "wrong"}:
        page = "<html><title>Stooq</title><a href='/q/d/?s=spy.us&get_apikey'>key</a></html>"
        return Reply(body=page.encode(), content_type="text/html")
    first = datetime.strptime(asked.one("d1"), "%Y%m%d").date()  # noqa: DTZ007
    if asked.one("s") not in STOCKS or first > world.today:
        return Reply(body=b"No data", content_type="text/plain")
    records = [
        {"Date": bar["day"]}
        | {name.title(): bar[name] for name in ("open", "high", "low", "close", "volume")}
        for bar in _bars(world, first)
    ]
    return structured(records, as_csv, "text/csv")


def _bars(world: World, first: date) -> list[dict[str, Any]]:
    """Bars of the sessions before today."""
    found = []
    for day in (day for day in world.weekdays(first) if day < world.today):
        close = world.close("NVDA", day)
        prices = {"open": close, "high": close + 1, "low": close - 1, "close": close}
        found.append({"day": day.isoformat(), **prices, "volume": 271_009_200})
    return found


def opensanctions(world: World, asked: Asked) -> Reply:
    """One entity a line; the file has an ETag."""
    if asked.path.split("/")[3] not in COLLECTIONS:
        return Reply(404, b"<html><title>404 Not Found</title></html>", "text/html")
    etag = f'"{world.list_version}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers={"ETag": etag})
    records = [
        {
            "id": name,
            "caption": caption,
            "schema": "Company",
            "properties": {"name": [caption], "country": ["cn"], "topics": ["sanction"]},
            "referents": [f"ofac-{name}"],
            "datasets": ["us_trade_csl"],
            "first_seen": "2023-04-20T18:00:25",
            "last_seen": f"{world.today}T10:57:03",
            "last_change": "2025-07-26T20:01:14",
            "target": True,
        }
        for name, caption in world.entities()
    ]

    def render(rows: Any) -> bytes:
        return b"".join(as_json(row) + b"\n" for row in rows)

    return replace(structured(records, render, "application/json+ftm"), headers={"ETag": etag})


def google_news(world: World, asked: Asked) -> Reply:
    """A search feed: the outlet stands in each item and at the end of its title."""
    records = [
        {"guid": guid, "title": f"Title café {guid} - Outlet", "pubDate": format_datetime(at)}
        for guid, at in reversed(world.feed_items())
    ]

    def render(rows: Any) -> bytes:
        parts = [
            "<item>"
            + "".join(f"<{name}>{value}</{name}>" for name, value in row.items())
            + f"<link>https://news.google.com/rss/articles/{row['guid']}</link>"
            + '<source url="https://outlet.example">Outlet</source></item>'
            for row in rows
        ]
        head = '<generator>NFE/5.0</generator><title>"chips" - Google News</title>'
        text = f'<rss version="2.0"><channel>{head}{"".join(parts)}</channel></rss>'
        return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()

    return structured(records, render, "application/xml")


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
        ofac,
        guardian,
        tiingo,
        alpha_vantage,
        stooq,
        opensanctions,
        google_news,
    )
}
