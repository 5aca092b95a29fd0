"""Parser of `rss/items`: RSS, RDF and Atom feeds to rows of titles, addresses and times.

Belongs here: what feeds do, broken ones included. feedparser reads the formats; times are read by
`parsing/times.py`, because feedparser fills missing parts from the clock.
Does not belong here: requests, descriptions and bodies (they stay in the archive).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any

import feedparser  # type: ignore[import-untyped]

from pipelines.parsing.news_items import (
    canonical_url,
    domain_of,
    full_address,
    plain_text,
)
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    raise_for_error_text,
)
from pipelines.parsing.times import read_time
from pipelines.specs import DatasetSpec

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT_END = re.compile(rb"</(?:\w+:)?(?:rss|rdf|feed)\s*>", re.IGNORECASE)
_ITEM_START = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_OPAQUE = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_SEARCH_FEED = re.compile(r"\bgoogle news\b|\bnews search\b", re.IGNORECASE)
_MOST_MARKS = 400_000
"""Tags, attributes and references. A feed holds some thousands; a million takes half a minute."""
_UTF8 = {"content-type": "application/xml; charset=utf-8"}


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Items of a feed.

    A feed that is cut off gives the items that are whole; the one it was cut in, or the end that
    is missing, is a reject `truncated`. Items the reader could not find are one reject
    `unreadable_items`. An item without guid is keyed on address and title; a time that cannot be
    read leaves published_at null and says why.
    Rejects: truncated, unreadable_items, missing_url, bad_url (no http or https address),
    duplicate.
    Raises PayloadError: empty (no item), too_large (more than 400,000 tags, attributes and
    references), malformed (an HTML page, no feed, cut off before the first item ends, entity
    declarations), throttled and the other error answers.
    """
    if _ENTITY.search(payload):
        raise PayloadError(
            Outcome.MALFORMED, "the feed declares entities of its own; they are never expanded"
        )
    if (marks := sum(map(payload.count, (b"<", b"=", b"&")))) > _MOST_MARKS:
        told = f"{marks} tags, attributes and references, up to {_MOST_MARKS} are read of a feed"
        raise PayloadError(Outcome.TOO_LARGE, told)
    found = _read(payload)
    entries: list[Mapping[str, Any]] = found.get("entries") or []
    if not entries:
        if found.get("version"):
            raise PayloadError(Outcome.EMPTY, "the feed holds no item")
        raise_for_error_text(payload)
        raise PayloadError(Outcome.MALFORMED, "neither RSS nor RDF nor Atom")
    rows = RowCollector(spec)
    visible = _OPAQUE.sub(b"", payload)
    is_cut = found.get("bozo") and not _ROOT_END.search(visible)
    starts, ends = len(_ITEM_START.findall(visible)), len(_ITEM_END.findall(visible))
    last_whole = min(len(entries), ends) if is_cut else len(entries)
    expected = ends if is_cut else starts
    for number, entry in enumerate(entries, start=1):
        if number > last_whole:
            detail = "the feed ends within this item; the items before it are kept"
            rows.reject(number, "truncated", detail, _brief_record(entry))
            continue
        with rows.reading(number, _brief_record(entry)):
            rows.keep(number, _row(entry, found.get("feed") or {}, rows))
    if last_whole == 0:
        raise PayloadError(Outcome.MALFORMED, "the feed is cut off before its first item ends")
    if is_cut and last_whole == len(entries):
        rows.reject(None, "truncated", "the feed ends before its closing tag", "")
    if expected > len(entries):
        detail = f"{expected} items stand in the feed, {len(entries)} could be read"
        rows.reject(None, "unreadable_items", detail, "")
    return rows.finish()


def split_outlet(title: str, outlet: str | None, is_search_feed: bool) -> tuple[str, str | None]:
    """A title and the outlet at its end, where a ` - Name` there is known to be one."""
    if outlet:
        shortened = title.removesuffix(f" - {outlet}").strip()
        return (shortened or title), outlet
    if is_search_feed:
        before, _, last = title.rpartition(" - ")
        if before.strip() and last.strip():
            return before.strip(), last.strip()
    return title, None


def _read(payload: bytes) -> Mapping[str, Any]:
    """What feedparser finds in the bytes, which it must never take for a path or an address."""
    try:
        found: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(payload),
            response_headers=_UTF8,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PayloadError(
            Outcome.MALFORMED, f"the feed cannot be read ({error or type(error).__name__})"
        ) from error
    return found


def _row(
    entry: Mapping[str, Any], feed: Mapping[str, Any], rows: RowCollector
) -> dict[str, object]:
    guid, served_title = _text(entry, "id"), _text(entry, "title")
    link = _text(entry, "link")
    if link == guid and link is not None and canonical_url(link) is None:
        link = None
    feed_link = _text(feed, "link")
    if link is None:
        raise BadRecord("missing_url", "the item has no address to open")
    served_url = full_address(link, feed_link)
    url = canonical_url(served_url)
    if url is None:
        raise BadRecord("bad_url", f"{link[:120]!r} is no http or https address")
    feed_title = _title(_text(feed, "title"))
    source = entry.get("source") or {}
    named = _title(_text(source, "title"))
    is_search_feed = bool(_SEARCH_FEED.search(feed_title or ""))
    title, outlet = split_outlet(_title(served_title) or "", named, is_search_feed)
    basis = "source_element" if named else "title_suffix" if outlet else None
    published_text = _text(entry, "published") if "published" in entry else None
    updated_text = _text(entry, "updated") if "updated" in entry else None
    language = _text(feed, "language")
    published_at, problem = read_time(published_text, language)
    updated_at, _ = read_time(updated_text, language)
    day = published_at or updated_at
    return {
        "item_key": _key(guid, link, served_title),
        "feed_title": feed_title,
        "feed_url": feed_link if feed_link and canonical_url(feed_link) else None,
        "guid": guid,
        "url": url,
        "served_url": served_url,
        "domain": _domain(source, None if is_search_feed else served_url),
        "title": title or None,
        "served_title": served_title,
        "outlet": outlet or (None if is_search_feed else feed_title),
        "outlet_basis": basis or ("feed_title" if feed_title and not is_search_feed else None),
        "language": _language(entry, feed),
        "published_at": published_at,
        "published_on": day.date() if day else None,
        "published_text": published_text,
        "updated_at": updated_at if updated_at != published_at else None,
        "time_problem": problem,
    }


def _key(guid: str | None, url: str | None, title: str | None) -> str:
    identity = f"guid\n{guid}" if guid else f"item\n{url or ''}\n{title or ''}"
    return hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _domain(source: Mapping[str, Any], url: str | None) -> str | None:
    for address in (_text(source, "href") or _text(source, "link"), url):
        domain = domain_of(address) if address else None
        if domain:
            return domain
    return None


def _language(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    detail = entry.get("title_detail") or {}
    for stated in (_text(entry, "language"), _text(detail, "language"), _text(feed, "language")):
        match = _LANGUAGE.fullmatch(stated) if stated else None
        if match:
            return match.group(1).lower()
    return None


def _title(served: str | None) -> str | None:
    return None if served is None else plain_text(served) or None


def _text(mapping: Mapping[str, Any], key: str) -> str | None:
    value = mapping.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _brief_record(entry: Mapping[str, Any]) -> dict[str, str | None]:
    """What may be shown of an item that was not kept: never its text."""
    return {key: _text(entry, key) for key in ("id", "link", "title")}
