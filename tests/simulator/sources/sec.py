"""EDGAR: company facts, lists of filings, and the filings themselves as inline XBRL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.simulator.service import (
    GUESS,
    SMALL,
    Asked,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    page,
    structured,
)
from tests.simulator.world import World

CIKS = (1045810, 2488)


def _facts(world: World, cik: int) -> list[tuple[date, date, int]]:
    """Start and end of each reported month and its figure, filed on the 20th day after."""
    found: list[tuple[date, date, int]] = []
    month = date(2025, 10, 1)
    while True:
        end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if end + timedelta(days=20) > world.today:
            return found
        found.append((month, end, cik + month.month))
        month = end + timedelta(days=1)


def _accession(cik: int, end: date) -> str:
    return f"{cik:010d}-{end:%y}-{end:%m%d}00"


def _filings(world: World, cik: int) -> list[tuple[str, date, date]]:
    """Accession number, end of period and day of each report, newest first."""
    ends = [end for _, end, _ in _facts(world, cik)]
    return [(_accession(cik, end), end, end + timedelta(days=20)) for end in reversed(ends)]


def answer(world: World, asked: Asked) -> Reply:
    """Facts, lists of filings and filings for clients that say who they are; XML for the rest."""
    if "@" not in asked.headers.get("user-agent", ""):
        told = "SEC.gov | Your Request Originates from an Undeclared Automated Tool"
        return page(told, 403)
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
            "accn": _accession(cik, end),
            "fy": end.year,
            "fp": "Q1",
            "form": "10-Q",
            "filed": (end + timedelta(days=20)).isoformat(),
            "frame": f"CY{end.year}M{end.month}",
        }
        for start, end, value in _facts(world, cik)
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
        for accession, end, filed in (reports if is_page else _filings(world, cik))
    ]

    def render(rows: Any) -> bytes:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        if is_page:
            return as_json(columns)
        name = f"CIK{cik:010d}-submissions-001.json"
        older = {"name": name, "filingCount": 1}
        older |= {"filingFrom": "2009-04-20", "filingTo": "2009-04-20"}
        whose = {"cik": str(cik), "name": f"COMPANY {cik}", "tickers": ["NVDA"]}
        return as_json({**whose, "filings": {"recent": columns, "files": [older]}})

    return structured(records, render)


def _filing(world: World, path: str) -> Reply:
    """One report as inline XBRL: revenue of the month, in all and of one place."""
    _, _, _, _, number, folder, _ = path.split("/")
    cik = int(number)
    found = {a.replace("-", ""): end for a, end, _ in _filings(world, cik)}
    if folder not in found:
        return page("404 Not Found", 404)
    end = found[folder]
    value = next(value for _, last, value in _facts(world, cik) if last == end)
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
        f' format="ixt:num-dot-decimal" scale="6" id="f-{name}">{shown:,}</ix:nonFraction>'
        for name, shown in (("c-1", value), ("c-2", value // 3))
    )
    spaces = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in (
            ("ix", "http://www.xbrl.org/2013/inlineXBRL"),
            ("xbrli", "http://www.xbrl.org/2003/instance"),
            ("xbrldi", "http://xbrl.org/2006/xbrldi"),
            ("ixt", "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"),
        )
    )
    text = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<html xmlns="http://www.w3.org/1999/xhtml"{spaces}><body>'
        f"<ix:header><ix:resources>{contexts}{unit}</ix:resources></ix:header>"
        f"<p>Café: {facts}</p></body></html>\n"
    )
    return Reply(body=text.encode(), content_type="text/html")


def _parts_of_facts(world: World) -> Parts:
    return [(f"/api/xbrl/companyfacts/CIK{cik:010d}.json", {}) for cik in CIKS]


def _parts_of_lists(world: World) -> Parts:
    return [(f"/submissions/CIK{cik:010d}.json", {}) for cik in CIKS]


def _parts_of_filings(world: World) -> Parts:
    for cik in CIKS:
        for accession, end, _ in _filings(world, cik):
            folder = accession.replace("-", "")
            yield f"/Archives/edgar/data/{cik}/{folder}/nvda-{end:%Y%m%d}.htm", {}


SERVICE = Service(
    answer=answer,
    habits={
        "facts by taxonomy, tag and unit, the members of a fact": (
            "recorded: sec/companyfacts_CIK0001045810_full.json.gz"
        ),
        "filings as columns of equal length": "recorded: sec/submissions_trimmed.json",
        "older filings stand in further files that the list names": (
            "doc: https://www.sec.gov/search-filings/edgar-application-programming-interfaces"
        ),
        "a further file is the columns alone": GUESS,
        "what is not there is 404 with the XML of a file store": (
            "recorded: sec/http_404_submissions.yaml"
        ),
        "a client without a name and an address gets a page of HTML": (
            "recorded: sec/undeclared_automated_tool.html"
        ),
        "that page comes with status 403": "issue: sec-edgar/sec-edgar#296",
        "figures, contexts and units of a filing": (
            "recorded: sec/filings/nvda_10q_q2_fy2026.htm.gz"
        ),
        "a filing that is not there is 404 with a page of HTML": GUESS,
        "a report a month": SMALL,
    },
    recorded={
        "company_facts": {
            "sec/companyfacts_CIK0001045810_full.json.gz": 26_903,
            "sec/companyfacts_CIK0001045810_trimmed.json": 852,
        },
        "inline_facts": {
            "sec/filings/nvda_10k_fy2025.htm.gz": 1121,
            "sec/filings/nvda_10q_q2_fy2026.htm.gz": 865,
        },
        "submissions": {
            "sec/submissions_trimmed.json": 5,
        },
    },
    victims=(Victim("val", "filed"), Victim("accessionNumber", "filingDate")),
    parts={
        "company_facts": _parts_of_facts,
        "submissions": _parts_of_lists,
        "inline_facts": _parts_of_filings,
    },
    settings={"vendors": ["nvidia", "amd"]},
    in_short=("200 sentence", "column removed", "truncated body"),
)
