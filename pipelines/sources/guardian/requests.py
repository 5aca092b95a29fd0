"""What the Guardian is asked: a search in slices of time, page after page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.parsing.records import Parsed, dig
from pipelines.sources.request import Connector, Occasion, Request

URL = "https://content.guardianapis.com/search"
PAGE_SIZE = "200"


def requests(occasion: Occasion) -> Iterator[Request]:
    """The first page of each slice, from some days before the last fetch to today."""
    first, last = occasion.window or (_from(occasion), occasion.today)
    step = timedelta(days=int(occasion.settings["days_a_slice"]))
    while first <= last:
        end = min(first + step - timedelta(days=1), last)
        yield _page(str(occasion.settings["query"]), first, end)
        first = end + timedelta(days=1)


def following(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """The next page, while the answer says that there are more."""
    answer = json.loads(payload)
    page, pages = (dig(answer, "response", name) for name in ("currentPage", "pages"))
    if not isinstance(page, int) or not isinstance(pages, int) or page >= pages:
        return ()
    label = request.key.split(", page ", 1)[0]
    after = request.followed_by(f"{label}, page {page + 1}", request.url)
    lasting = tuple(pair for pair in request.parameters if pair[0] != "page")
    return (replace(after, parameters=(*lasting, ("page", str(page + 1)))),)


def watermark(occasion: Occasion) -> str:
    """The day up to which was asked."""
    return occasion.today.isoformat()


def _from(occasion: Occasion) -> date:
    if occasion.watermark is None:
        return occasion.days_back("days_at_first")
    again = timedelta(days=int(occasion.settings["days_read_again"]))
    return date.fromisoformat(occasion.watermark) - again


def _page(query: str, first: date, last: date) -> Request:
    return Request(
        dataset="articles",
        key=f"{first} to {last}",
        url=URL,
        parameters=(
            ("q", query),
            ("from-date", first.isoformat()),
            ("to-date", last.isoformat()),
            ("order-by", "oldest"),
            ("page-size", PAGE_SIZE),
        ),
        window=(first.isoformat(), last.isoformat()),
        may_be_empty=True,
    )


CONNECTOR = Connector(requests, following, watermark)
