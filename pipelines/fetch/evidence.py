"""What may be told of an exchange with a service: enough to imitate it, no body and no secret.

Belongs here: which headers are kept, what kind of thing a body is, the record of one exchange.
Does not belong here: asking (`engine.py`), packing and writing (`cli/first_live.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pipelines.archive.redaction import redact_text, redact_url
from pipelines.fetch.engine import Exchange
from pipelines.fetch.ways import placed
from pipelines.parsing.records import Outcome

_TOLD = frozenset(
    {
        "accept-ranges",
        "age",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "retry-after",
        "server",
        "transfer-encoding",
        "vary",
        "via",
        "x-cache",
    }
)
_TOLD_BEGINNINGS = ("ratelimit", "x-ratelimit", "x-rate-limit")
_LONGEST_VALUE = 200


def record_of(exchange: Exchange) -> dict[str, Any]:
    """One exchange as JSON: what was asked, the answer without its body, what it was judged as.

    Names of headers whose value is not told stand in `other_headers`.
    """
    request, sent = exchange.request, exchange.sent
    answer, judgement = sent.answer, sent.judgement
    parsed = judgement.parsed
    rejects = Counter(reject.reason for reject in parsed.rejects) if parsed else {}
    headers = {} if answer is None else answer.headers
    return {
        "source": exchange.source,
        "dataset": request.dataset,
        "key": request.key,
        "url": redact_url(placed(request.full_url, sent.way)),
        "attempts": sent.attempts,
        "seconds": round(exchange.seconds, 3),
        "status": None if answer is None else answer.status,
        "headers": told_headers(headers),
        "other_headers": sorted(name for name in headers if not _is_told(name)),
        "bytes": 0 if answer is None else len(answer.body),
        "body": None if answer is None else kind_of(answer.body),
        "outcome": judgement.outcome.value,
        "message": redact_text(judgement.message) if answer is None else "",
        "is_loaded": judgement.outcome is Outcome.OK,
        "rows": parsed.row_count if parsed else None,
        "rejects": dict(rejects),
    }


def told_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that say how a service behaves, by lower-case name; an address without query."""
    told = {
        name: redact_text(value)[:_LONGEST_VALUE]
        for name, value in sorted(headers.items())
        if _is_told(name)
    }
    if "location" in headers:
        parts = urlsplit(headers["location"])
        told["location"] = f"{parts.scheme}://{parts.hostname}{parts.path}"[:_LONGEST_VALUE]
    return told


def kind_of(body: bytes) -> str:
    """What a body looks like: empty, html, xml, json, text (no more than a sentence or two), csv
    or other.
    """
    start = body[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_line = len(body) <= 1000 and body.count(b"\n") <= 3
    looks = (
        ("empty", not start),
        ("html", b"<html" in start[:1000].lower() or start[:9].lower() == b"<!doctype"),
        ("xml", start[:1] == b"<"),
        ("json", start[:1] in {b"{", b"["}),
        (
            "text",
            is_line
            and start.decode("utf-8", "replace").replace("\n", "").replace("\r", "").isprintable(),
        ),
        ("csv", start.count(b",") > 5 and b"\0" not in start),
    )
    return next((kind for kind, is_so in looks if is_so), "other")


def _is_told(name: str) -> bool:
    return name in _TOLD or name.startswith(_TOLD_BEGINNINGS)
