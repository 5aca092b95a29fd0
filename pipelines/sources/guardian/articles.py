"""Parser of `guardian/articles`: one page of a search of the content API, to rows.

Belongs here: the shape of that JSON and its errors. Does not belong here: paging; any text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipelines.parsing.news_items import canonical_url, plain_text
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    dig,
    each_record,
    load_json,
    raise_for_error_object,
    raw_text,
    required_text,
    text_of,
)
from pipelines.parsing.times import read_time
from pipelines.specs import DatasetSpec


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Articles of one page, in its order.

    Rejects: missing_id and the like, bad_time, bad_url, bad_type, duplicate. Raises PayloadError:
    unauthorized, throttled, rejected_query (an error of the search), empty (no hits), malformed.
    """
    answer = load_json(payload)
    if dig(answer, "response", "status") == "error":
        told = raw_text(dig(answer, "response", "message"))[:300]
        raise PayloadError(Outcome.REJECTED_QUERY, f"the source refuses the query: {told}")
    results = dig(answer, "response", "results")
    if not isinstance(results, list):
        _raise_for_gateway(answer)
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not a search: there is no `response.results` list")
    if not results:
        raise PayloadError(Outcome.EMPTY, "the query has no hits")
    rows = RowCollector(spec)
    rows.keep_each(each_record(results, rows), _row)
    return rows.finish()


def _raise_for_gateway(answer: object) -> None:
    """What stands before the search says no in an object with nothing but a message."""
    message = str(dig(answer, "message") or "").lower()
    if "rate limit" in message:
        raise PayloadError(Outcome.THROTTLED, "the source refuses more requests for now")
    if "authentication" in message or "unauthorized" in message or "api key" in message:
        raise PayloadError(Outcome.UNAUTHORIZED, "the source does not know the key")


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    served_url = required_text(record, "webUrl").strip()
    url = canonical_url(served_url)
    if url is None:
        raise BadRecord("bad_url", f"{served_url[:120]!r} is not a web address")
    title = plain_text(required_text(record, "webTitle"))
    if not title:
        raise BadRecord("missing_webTitle", "webTitle holds nothing but markup")
    published_at = _time(required_text(record, "webPublicationDate"))
    return {
        "article_id": required_text(record, "id"),
        "kind": text_of(record, "type"),
        "section_id": text_of(record, "sectionId"),
        "title": title,
        "url": url,
        "served_url": served_url,
        "published_at": published_at,
        "published_on": published_at.date(),
    }


def _time(text: str) -> datetime:
    read, problem = read_time(text)
    if read is None:
        raise BadRecord("bad_time", f"webPublicationDate {brief(text)} is {problem}")
    return read
