"""What the Federal Register is asked: the queries of spec.yml, each in windows, page by page, and
the full text of every rule about a list that they find.

A query of spec.yml has a `name`, under which its watermark is kept, and conditions: `agencies`
(slugs, any of them), `types`, `cfr` (a title or one part) and `term` (a phrase). Documents are
classified later, because the search for words joins OR as AND.

A text never changes and is asked for once; one that is not there is asked for again as long as
the queries find its document.

Belongs here: the queries and their paging. Does not belong here: HTTP, the meaning of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipelines.parsing.records import Parsed, dig, load_json
from pipelines.sources.request import Connector, Newest, Occasion, Parameter, Request

SITE = "https://www.federalregister.gov"
URL = f"{SITE}/api/v1/documents.json"
PER_PAGE = "1000"
_OF_A_LIST = re.compile(
    r"\b(?:entity list|unverified list|military[ -]end[ -]user)\b", re.IGNORECASE
)


def requests(occasion: Occasion) -> Iterator[Request]:
    """Documents of each query, since a while before its last plan (late corrections)."""
    settings = occasion.settings
    step = timedelta(days=int(settings["days_at_once"]))
    for query in settings["queries"]:
        first, last = _span(occasion, str(query["name"]))
        while first <= last:
            end = min(first + step, last)
            yield _request(query, settings, first, end)
            first = end + timedelta(days=1)


def _span(occasion: Occasion, name: str) -> tuple[date, date]:
    """First and last day to ask of a query."""
    if occasion.window:
        return occasion.window
    mark = occasion.watermarks.get(name)
    if mark is None:
        return date.fromisoformat(str(occasion.settings["since"])), occasion.today
    trailing = timedelta(days=int(occasion.settings["trailing_days"]))
    return date.fromisoformat(mark) - trailing, occasion.today


def _request(
    query: Mapping[str, Any], settings: Mapping[str, Any], first: date, last: date
) -> Request:
    return Request(
        dataset="documents",
        key=f"{query['name']} {first} to {last}",
        url=URL,
        parameters=(
            *_conditions(query),
            ("conditions[publication_date][gte]", first.isoformat()),
            ("conditions[publication_date][lte]", last.isoformat()),
            ("order", "oldest"),
            ("per_page", PER_PAGE),
            *(("fields[]", str(name)) for name in settings["fields"]),
        ),
        window=(first.isoformat(), last.isoformat()),
        may_be_empty=True,
    )


def _conditions(query: Mapping[str, Any]) -> Iterator[Parameter]:
    for agency in query.get("agencies", ()):
        yield "conditions[agencies][]", str(agency)
    for kind in query.get("types", ()):
        yield "conditions[type][]", str(kind)
    if "cfr" in query:
        title, *part = str(query["cfr"]).split(" CFR")
        yield "conditions[cfr][title]", title
        yield from (("conditions[cfr][part]", number.strip()) for number in part if number)
    if "term" in query:
        yield "conditions[term]", f'"{query["term"]}"'


def following(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """The next page, at the address the page gives, and the texts of the rules about lists."""
    if request.dataset != "documents":
        return ()
    texts = _texts(parsed)
    address = dig(load_json(payload), "next_page_url")
    if not isinstance(address, str) or not address:
        return texts
    page = len(request.seen) + 2
    return (request.followed_by(f"{request.start.key}, page {page}", address), *texts)


def _texts(parsed: Parsed) -> tuple[Request, ...]:
    """One request a rule of the bureau whose title names a list."""
    return tuple(
        Request(
            dataset="texts",
            key=f"text of {row['document_number']}",
            url=str(row["raw_text_url"]),
            gap_when_missing=True,
            is_lasting=True,
        )
        for row in parsed.rows
        if row["document_type"] == "Rule"
        and "industry-and-security-bureau" in (row["agency_slugs"] or ())  # type: ignore[operator]
        and _OF_A_LIST.search(str(row["title"]))
        and str(row["raw_text_url"]).startswith(f"{SITE}/")
    )


def watermarks(occasion: Occasion) -> Mapping[str, str]:
    """Today for every query: later days are asked for next time."""
    return {
        str(query["name"]): occasion.today.isoformat() for query in occasion.settings["queries"]
    }


def newest_request(settings: Mapping[str, Any]) -> Request:
    """One document, the newest of the agencies that are asked for all they publish."""
    whole = [query for query in settings["queries"] if "agencies" in query and "term" not in query]
    return Request(
        dataset="documents",
        key="newest",
        url=URL,
        parameters=(
            *(
                ("conditions[agencies][]", str(slug))
                for query in whole
                for slug in query["agencies"]
            ),
            ("order", "newest"),
            ("per_page", "1"),
            ("fields[]", "document_number"),
        ),
    )


def newest_name(payload: bytes) -> str | None:
    """The number of the newest document."""
    number = dig(load_json(payload), "results", 0, "document_number")
    return number if isinstance(number, str) else None


CONNECTOR = Connector(
    requests,
    following,
    newest=Newest(newest_request, newest_name),
    watermarks=watermarks,
)
