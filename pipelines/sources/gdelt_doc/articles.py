"""Parser of `gdelt_doc/articles`: article lists of the GDELT DOC API, to rows.

Belongs here: the list's format, its broken JSON, its error sentences.
Does not belong here: the other modes of the API, requests and slicing, what an article is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipelines.parsing.countries import country_code
from pipelines.parsing.json_text import read_json
from pipelines.parsing.news_items import canonical_url, detokenise, domain_of, plain_text
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    each_record,
    members,
    raise_for_error_object,
    raise_for_error_text,
    required_text,
    text_of,
)
from pipelines.parsing.times import read_time
from pipelines.sources.gdelt_doc.codes import language_code
from pipelines.specs import DatasetSpec

_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')
_STRAY = re.compile(r"\\(?![A-Za-z0-9])")
_LONGEST_SENTENCE = 500


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Articles of one answer, each served address once; http and https copies are two rows.

    Rejects: missing_url, bad_url, missing_seendate, bad_time, bad_type, duplicate.
    Raises PayloadError: empty (no bytes, `{}`, no articles), malformed (an HTML page, other or
    broken JSON), throttled, rejected_query (an English sentence instead of JSON).
    """
    rows = RowCollector(spec)
    rows.keep_each(each_record(_articles(payload), rows), _row)
    return rows.finish()


def repair_escapes(text: str) -> str:
    """JSON text in which every backslash that begins no legal escape is doubled."""
    return _ESCAPE.sub(lambda found: found[0] if len(found[0]) > 1 else r"\\", text)


def _articles(payload: bytes) -> list[object]:
    """The list of articles: an error page or throttling first, then JSON, then a sentence."""
    raise_for_error_text(payload)
    text = payload.decode("utf-8-sig", "replace").strip()
    try:
        answer = read_json(repair_escapes(text))
    except (ValueError, RecursionError) as error:
        if _is_sentence(text):
            raise PayloadError(
                Outcome.REJECTED_QUERY, f"the source refuses the query: {text}; change it"
            ) from error
        raise PayloadError(Outcome.MALFORMED, f"not JSON, or cut off ({error})") from error
    if answer == {}:
        raise PayloadError(Outcome.EMPTY, "the query has no hits")
    if not isinstance(answer, dict) or "articles" not in answer:
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "JSON without `articles`; ask with mode=artlist")
    try:
        articles = members(answer, "articles")
    except BadRecord as bad:
        raise PayloadError(Outcome.MALFORMED, bad.detail) from bad
    if not articles:
        raise PayloadError(Outcome.EMPTY, "the query has no hits")
    if not any(isinstance(item, dict) and "seendate" in item for item in articles):
        raise PayloadError(Outcome.MALFORMED, "`articles` holds no GDELT articles")
    return articles


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    served_url = required_text(record, "url").strip()
    url = canonical_url(served_url)
    domain = text_of(record, "domain") or domain_of(served_url)
    if url is None or domain is None:
        raise BadRecord("bad_url", f"{served_url[:120]!r} is not a web address")
    seen_at = _time(required_text(record, "seendate"))
    served_title = text_of(record, "title")
    language, country = text_of(record, "language"), text_of(record, "sourcecountry")
    return {
        "url": url,
        "served_url": served_url,
        "title": _title(served_title),
        "served_title": served_title,
        "seen_at": seen_at,
        "seen_on": seen_at.date(),
        "domain": domain.strip().lower().removeprefix("www."),
        "language_name": language,
        "language": language_code(language),
        "source_country_name": country,
        "source_country": country_code(country),
    }


def _title(served: str | None) -> str | None:
    """The title in ordinary spelling, without the backslashes that stood before signs."""
    return None if served is None else detokenise(plain_text(_STRAY.sub("", served))) or None


def _time(text: str) -> datetime:
    read, problem = read_time(text)
    if read is None:
        raise BadRecord("bad_time", f"seendate {brief(text)} is {problem}, not YYYYMMDDThhmmssZ")
    return read


def _is_sentence(text: str) -> bool:
    """Words in one or two lines, as the service answers a query that it does not take."""
    if len(text) > _LONGEST_SENTENCE or text[:1] in ("{", "[", '"'):
        return False
    words = re.findall(r"[A-Za-z][A-Za-z'-]+", text)
    return len(words) >= 4 and text.rstrip()[-1:] in ".!?)\"'" and text.count("\n") <= 2
