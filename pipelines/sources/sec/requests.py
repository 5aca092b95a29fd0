"""What EDGAR is asked: facts and filings of the vendors that are followed.

The list of a company's filings leads on: to the older pages that reach into the time wanted, and
to the filings whose inline XBRL is read. A filing never changes and is asked for once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pipelines.parsing.records import Parsed, dig
from pipelines.sources.request import Connector, Occasion, Request

DATA = "https://data.sec.gov"
FILES = "https://www.sec.gov/Archives/edgar/data"
FORMS = frozenset({"10-K", "10-Q", "10-K/A", "10-Q/A"})
_PLAIN_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def requests(occasion: Occasion) -> Iterator[Request]:
    """Two requests a company: all its facts, and its newest filings."""
    since = str(occasion.settings["filings_since"])
    today = occasion.today.isoformat()
    if occasion.window:
        since, today = (day.isoformat() for day in occasion.window)
    for cik in occasion.ciks:
        yield Request(
            dataset="company_facts",
            key=f"CIK{cik:010d}",
            url=f"{DATA}/api/xbrl/companyfacts/CIK{cik:010d}.json",
        )
        yield Request(
            dataset="submissions",
            key=f"CIK{cik:010d} filings",
            url=f"{DATA}/submissions/CIK{cik:010d}.json",
            window=(since, today),
        )


def following(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """After a list of filings: the older pages of it, and the filings to be read."""
    if request.dataset != "submissions" or request.window is None:
        return ()
    return (*_older_pages(request, payload), *_filings(request, parsed))


def _older_pages(request: Request, payload: bytes) -> Iterator[Request]:
    since, until = request.window or ("", "")
    pages = dig(json.loads(payload), "filings", "files")
    for page in pages if isinstance(pages, list) else []:
        name, first, last = (dig(page, key) for key in ("name", "filingFrom", "filingTo"))
        is_named = isinstance(name, str) and set(name) <= _PLAIN_NAME and name.startswith("CIK")
        if is_named and str(last) >= since and str(first) <= until:
            yield Request(
                dataset="submissions",
                key=f"{request.key}: {name}",
                url=f"{DATA}/submissions/{quote(name)}",
                window=request.window,
            )


def _filings(request: Request, parsed: Parsed) -> Iterator[Request]:
    since, until = request.window or ("", "")
    cik = int(request.key[3:13])
    for row in parsed.rows:
        document, accession = str(row["primary_document"] or ""), str(row["accession_number"])
        if (
            row["form"] in FORMS
            and row["is_inline_xbrl"]
            and since <= str(row["filed_on"]) <= until
            and set(accession) <= set("0123456789-")
            and document.endswith((".htm", ".html", ".xhtml"))
            and set(document) <= _PLAIN_NAME
        ):
            yield Request(
                dataset="inline_facts",
                key=f"CIK{cik:010d} {row['form']} {accession}",
                url=f"{FILES}/{cik}/{accession.replace('-', '')}/{document}",
                is_lasting=True,
            )


CONNECTOR = Connector(requests, following)
