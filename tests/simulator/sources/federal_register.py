"""The Federal Register API: search pages chained by a cursor, and full texts."""

from __future__ import annotations

import base64
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from tests.simulator.service import (
    GUESS,
    SMALL,
    Asked,
    Comes,
    Paging,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    page,
    structured,
)
from tests.simulator.world import BEGINNING, World

SITE = "https://www.federalregister.gov"
ADDRESS = f"{SITE}/api/v1/documents"
INSPECTION = "https://public-inspection.federalregister.gov"
TEXTS = "/documents/full_text/text"
PER_PAGE = 5
AGENCIES = {
    "industry-and-security-bureau",
    "trade-representative-office-of-united-states",
    "foreign-assets-control-office",
    "defense-department",
    "federal-communications-commission",
}


def documents(world: World, first: date, last: date) -> list[tuple[str, date]]:
    """One document a weekday: number and day of publication."""
    return [
        (f"{day.year}-{day.timetuple().tm_yday:05d}", day) for day in world.weekdays(first, last)
    ]


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


def answer(world: World, asked: Asked) -> Reply:
    """Search pages of five documents, chained by an opaque cursor; zero hits lack `results`."""
    if asked.path.startswith(TEXTS):
        return _text(world, asked.path)
    agencies = asked.query.get("conditions[agencies][]", [])
    if not set(agencies) <= AGENCIES:
        return Reply(400, as_json({"status": 400, "message": "agency not valid"}))
    if "conditions[cfr][part]" in asked.query and "conditions[cfr][title]" not in asked.query:
        return Reply(400, as_json({"status": 400, "message": "part without title"}))
    first = date.fromisoformat(asked.one("conditions[publication_date][gte]", str(BEGINNING)))
    last = date.fromisoformat(asked.one("conditions[publication_date][lte]", str(world.today)))
    found = documents(world, first, last) if _is_about_bis(asked, agencies) else []
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
    shown = found[start : start + PER_PAGE]
    following = None
    if start + PER_PAGE < len(found):
        cursor = base64.urlsafe_b64encode(str(start + PER_PAGE).encode()).decode()
        query = {**asked.query, "search_after_cursor": [cursor]}
        following = f"{ADDRESS}?{urlencode(query, True)}"
    pages = -(-len(found) // PER_PAGE)
    envelope = {**told, "total_pages": pages, "next_page_url": following}
    records = [_document(number, day) for number, day in shown]
    return structured(records, lambda rows: as_json({**envelope, "results": rows}))


def _is_about_a_list(day: date) -> bool:
    return day.day == 7


def _text_path(number: str, day: date) -> str:
    return f"{TEXTS}/{day:%Y/%m/%d}/{number}.txt"


def _text(world: World, path: str) -> Reply:
    """The text of a rule about the Entity List in the Register's form, wrapped in a page."""
    known = documents(world, BEGINNING, world.today)
    found = [(n, day) for n, day in known if path == _text_path(n, day) and _is_about_a_list(day)]
    if not found:
        return page("404 Not Found", 404)
    [(number, day)] = found
    volume, first = day.year - 1935, day.timetuple().tm_yday * 10
    text = f"""<html>
<head>
<title>Federal Register, Volume {volume} ({day:%A, %B} {day.day}, {day.year})</title>
</head>
<body><pre>
[Federal Register Volume {volume}, Number 1 ({day:%A, %B} {day.day}, {day.year})]
[Rules and Regulations]
[Pages {first}-{first + 3}]
From the Federal Register Online via the Government Publishing Office [<a href="http://www.gpo.gov">www.gpo.gov</a>]
[FR Doc No: {number}]


[[Page {first}]]

=======================================================================
-----------------------------------------------------------------------

DEPARTMENT OF COMMERCE

Bureau of Industry and Security

15 CFR Part 744

ACTION: Final rule.

-----------------------------------------------------------------------

SUMMARY: In this rule, the Bureau of Industry and Security (BIS) amends
the Export Administration Regulations (EAR) by adding three entities to
the Entity List, under the destinations of China, People's Republic of
(China) (2) and Singapore (1). This rule also modifies one entry.

DATES: This rule is effective {day:%B} {day.day}, {day.year}.

PART 744--CONTROL POLICY: END-USER AND END-USE BASED

0
2. Supplement No. 4 to part 744 is amended:
a. Under China, People's Republic of:
i. By adding in alphabetical order entries for ``Café Chip {number} Co., Ltd.,'' and ``Second &amp;

[[Page {first + 1}]]

Third {number}''; and
ii. By revising the entry for ``Older {number}''; and
b. Under Singapore, by adding in alphabetical order an entry for ``Harbor {number}.''
    The additions and revision read as follows:

Supplement No. 4 to Part 744--Entity List

* * * * *

[FR Doc. {number} Filed 1-1-26; 8:45 am]
BILLING CODE 3510-33-P


</pre></body>
</html>
"""
    return Reply(body=text.encode(), content_type="text/plain; charset=utf-8")


def _document(number: str, day: date) -> dict[str, Any]:
    subject = "Additions to the Entity List" if _is_about_a_list(day) else "Export Controls"
    return {
        "document_number": number,
        "title": f"{subject}, No. {number} – Café",
        "type": "Rule",
        "abstract": None if day.day % 2 else "In this rule, entities are added.",
        "action": "Final rule.",
        "dates": f"This rule is effective {day}.",
        "publication_date": day.isoformat(),
        "effective_on": day.isoformat(),
        "comments_close_on": None,
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
        "raw_text_url": f"{SITE}{_text_path(number, day)}",
        "public_inspection_pdf_url": f"{INSPECTION}/{number}.pdf?{_filed(day)}",
    }


def _filed(day: date) -> int:
    """A quarter to nine in Washington on the working day before, in seconds."""
    before = day - timedelta(days=3 if day.weekday() == 0 else 1)
    return int(datetime.combine(before, time(8, 45, 26), ZoneInfo("America/New_York")).timestamp())


def _parts(world: World) -> Parts:
    weekdays = world.weekdays()
    for start in range(0, len(weekdays), PER_PAGE):
        days = weekdays[start : start + PER_PAGE]
        yield (
            "/api/v1/documents.json",
            {
                "conditions[agencies][]": "industry-and-security-bureau",
                "conditions[publication_date][gte]": days[0].isoformat(),
                "conditions[publication_date][lte]": days[-1].isoformat(),
            },
        )


def _text_parts(world: World) -> Parts:
    for number, day in documents(world, BEGINNING, world.today):
        if _is_about_a_list(day):
            yield _text_path(number, day), {}


SERVICE = Service(
    answer=answer,
    habits={
        "the envelope: description, count, total_pages, next_page_url, results": (
            "recorded: federal_register/swift_search-newest-page-one.json"
        ),
        "the members of a document": (
            "recorded: federal_register/fr_toolbelt_bis_docs_allfields.json"
        ),
        "the file on public inspection ends with its time, 08:45 Eastern the working day before": (
            "recorded: federal_register/swift_search-newest-page-one.json"
        ),
        "the next page is named by an opaque cursor, under another path than was asked": (
            "recorded: federal_register/swift_search-newest-page-two.json"
        ),
        "zero hits have no results": ("recorded: federal_register/swift_search-terminal_zero.json"),
        "a cursor that is not valid is 400 with a message": (
            "recorded: federal_register/swift_error400_invalid-cursor.json"
        ),
        "an agency that is not known is 400 in the words for a field that is not": GUESS,
        "a part of the CFR without its title is 400": GUESS,
        "a text begins with volume, pages and [FR Doc No: …]; [[Page n]] begins a page": (
            "doc: https://www.govinfo.gov/content/pkg/FR-2023-02-01/html/2023-02130.htm"
        ),
        "a summary counts entities by destination, in parentheses": (
            "doc: https://frtracker.app/fr/2025-00480"
        ),
        "the text stands in a page of HTML, in `pre`, and is called plain text": GUESS,
        "instructions name entries in quotation marks, by country, after what is done": GUESS,
        "a text that is not there is 404 with a page of HTML": GUESS,
        "rules about lists appear on the seventh of a month only": SMALL,
        "pages hold five, whatever per_page asks for": SMALL,
    },
    recorded={
        "documents": {
            "federal_register/fr_toolbelt_bis_docs_allfields.json": 4,
            "federal_register/swift_batch-missing-duplicate.json": 1,
            "federal_register/swift_regulatory-document.json": 1,
            "federal_register/swift_search-newest-page-one.json": 2,
            "federal_register/swift_search-newest-page-two.json": 2,
        },
    },
    victims=(Victim("title", "publication_date"),),
    parts={"documents": _parts, "texts": _text_parts},
    settings={
        "since": BEGINNING.isoformat(),
        "queries": [
            {"name": "bis", "agencies": ["industry-and-security-bureau"]},
            {"name": "president", "types": ["PRESDOCU"]},
        ],
    },
    paging=Paging("next_page_url", ADDRESS, "search_after_cursor"),
    comes={
        "page doubled": Comes("ok", "the same documents twice are the same documents"),
        "paging cyclic": Comes("malformed", "no address is asked twice in a chain"),
        "shrunken": Comes("ok", "the next fetch reads the last two weeks again"),
    },
    in_short=(
        "200 sentence",
        "column removed",
        "paging cyclic",
        "page doubled",
        "truncated gzip",
    ),
)
