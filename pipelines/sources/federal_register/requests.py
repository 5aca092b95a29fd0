"""What the Federal Register is asked: the documents of the agencies that restrict, page by page.

Belongs here: the query and its paging. Documents are classified later, because the search for
words joins OR as AND. Does not belong here: HTTP, the meaning of a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipelines.parsing.records import Parsed, dig, load_json
from pipelines.sources.request import Connector, Newest, Occasion, Request

URL = "https://www.federalregister.gov/api/v1/documents.json"
PER_PAGE = "1000"


def requests(occasion: Occasion) -> Iterator[Request]:
    """Documents published since a while before the last plan (late corrections), or of a window."""
    settings = occasion.settings
    if occasion.window:
        first, last = occasion.window
    elif occasion.watermark is None:
        first, last = date.fromisoformat(str(settings["since"])), occasion.today
    else:
        trailing = timedelta(days=int(settings["trailing_days"]))
        first, last = date.fromisoformat(occasion.watermark) - trailing, occasion.today
    for agency in settings["agencies"]:
        yield Request(
            dataset="documents",
            key=f"{agency} {first} to {last}",
            url=URL,
            parameters=(
                ("conditions[agencies][]", str(agency)),
                *(("conditions[type][]", str(kind)) for kind in settings["types"]),
                ("conditions[publication_date][gte]", first.isoformat()),
                ("conditions[publication_date][lte]", last.isoformat()),
                ("order", "oldest"),
                ("per_page", PER_PAGE),
                *(("fields[]", str(name)) for name in settings["fields"]),
            ),
            window=(first.isoformat(), last.isoformat()),
            may_be_empty=True,
        )


def following(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """The next page, at the address the page gives; page numbers are never made up."""
    address = dig(load_json(payload), "next_page_url")
    if not isinstance(address, str) or not address:
        return ()
    page = len(request.seen) + 2
    return (request.followed_by(f"{request.start.key}, page {page}", address),)


def watermark(occasion: Occasion) -> str:
    """Today: later days are asked for next time."""
    return occasion.today.isoformat()


def newest_request(settings: Mapping[str, Any]) -> Request:
    """One document, the newest of the agencies."""
    return Request(
        dataset="documents",
        key="newest",
        url=URL,
        parameters=(
            *(("conditions[agencies][]", str(agency)) for agency in settings["agencies"]),
            ("order", "newest"),
            ("per_page", "1"),
            ("fields[]", "document_number"),
        ),
    )


def newest_name(payload: bytes) -> str | None:
    """The number of the newest document."""
    number = dig(load_json(payload), "results", 0, "document_number")
    return number if isinstance(number, str) else None


CONNECTOR = Connector(requests, following, watermark, Newest(newest_request, newest_name))
