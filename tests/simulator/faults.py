"""What a service can do wrong: one fault changes an answer, or how it travels.

Belongs here: the faults and their names. Does not belong here: what must come of them
(`matrix.py`).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.simulator.services import Reply

VICTIMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "federal_register": (("title", "publication_date"),),
    "csl": (("name", "start_date"),),
    "yahoo_chart": (("close", ""),),
    "sec": (("val", "filed"), ("accessionNumber", "filingDate")),
    "gdelt_doc": (("seendate", "seendate"),),
    "rss": (("title", "pubDate"),),
    "fred": (("observation_date", "observation_date"),),
    "comtrade": (("primaryValue", "period"),),
    "census": (("CTY_CODE", "time"),),
    "ofac": (("program", ""),),
    "guardian": (("webTitle", "webPublicationDate"),),
    "tiingo": (("close", "date"),),
    "alpha_vantage": (("close", "timestamp"),),
    "stooq": (("Close", "Date"),),
    "opensanctions": (("caption", "last_change"),),
    "google_news": (("title", "pubDate"),),
}
"""By source: the column that faults remove, rename or retype, and the one that holds a date; one
pair for each kind of record it serves."""


def _victim(source: str, record: Mapping[str, Any]) -> tuple[str, str]:
    """The two columns of this kind of record."""
    return next((pair for pair in VICTIMS[source] if pair[0] in record), VICTIMS[source][0])


@dataclass(frozen=True)
class Wire:
    """How an answer travels when not as it should."""

    kind: str


Fault = Callable[[str, Reply], Reply | Wire]


def _page(title: str, status: int) -> Fault:
    body = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>…</body></html>"

    def apply(source: str, reply: Reply) -> Reply:
        return Reply(status, body.encode(), "text/html")

    return apply


def _status(status: int, headers: Mapping[str, str] | None = None) -> Fault:
    def apply(source: str, reply: Reply) -> Reply:
        return Reply(status, b"Too Many Requests\r\n", "text/plain", headers or {})

    return apply


def _body(change: Callable[[bytes], bytes]) -> Fault:
    def apply(source: str, reply: Reply) -> Reply:
        return replace(reply, body=change(reply.body)) if reply.body else reply

    return apply


_OF_A_BODY = frozenset({"truncated", "truncated gzip", "drip"})


def _wire(kind: str) -> Fault:
    """A fault of a body leaves the redirects on the way to it alone."""

    def apply(source: str, reply: Reply) -> Reply | Wire:
        return reply if reply.status == 302 and kind in _OF_A_BODY else Wire(kind)

    return apply


def _columns(
    change: Callable[[dict[str, Any], str], dict[str, Any]], instead: Mapping[str, str] = {}
) -> Fault:
    """Change every record; for bars the record is the quote that holds the columns."""

    def apply(source: str, reply: Reply) -> Reply:
        if not reply.records:
            return reply
        if source == "yahoo_chart":
            part = reply.records[0]
            return reply.with_records([{**part, "quote": change(part["quote"], "close")}])
        column = instead.get(source, _victim(source, reply.records[0])[0])
        return reply.with_records([change(record, column) for record in reply.records])

    return apply


def _renamed(record: dict[str, Any], column: str) -> dict[str, Any]:
    return {(f"{name}_v2" if name == column else name): value for name, value in record.items()}


def _retyped(record: dict[str, Any], column: str) -> dict[str, Any]:
    odd: Any = {"value": record[column]}
    if isinstance(record[column], list):
        odd = [{"value": value} for value in record[column]]
    return {**record, column: odd}


def _shrunken(source: str, reply: Reply) -> Reply:
    if not reply.records:
        return reply
    if source == "yahoo_chart":
        part = reply.records[0]
        half = len(part["stamps"]) // 2
        quote = {name: values[:half] for name, values in part["quote"].items()}
        return reply.with_records([{"stamps": part["stamps"][:half], "quote": quote}])
    return reply.with_records(reply.records[: max(1, len(reply.records) // 2)])


def _in_the_future(source: str, reply: Reply) -> Reply:
    if not reply.records:
        return reply
    if source == "yahoo_chart":
        part = reply.records[0]
        ahead = [stamp + 4000 * 86_400 for stamp in part["stamps"]]
        return reply.with_records([{**part, "stamps": ahead}])
    column = _victim(source, reply.records[0])[1]
    return reply.with_records([{**r, column: _later(r[column])} for r in reply.records])


def _later(text: str) -> str:
    ten_years = timedelta(days=3650)
    if text.endswith("Z") or text[10:11] == "T":
        return f"{int(text[:4]) + 10}{text[4:]}"
    if "," in text:
        return format_datetime(parsedate_to_datetime(text) + ten_years)
    if text.count("-") == 2:
        return (date.fromisoformat(text) + ten_years).isoformat()
    return f"{int(text[:4]) + 10}{text[4:]}"


def _next_page(change: Callable[[str], str]) -> Fault:
    def apply(source: str, reply: Reply) -> Reply:
        answer = json.loads(reply.body) if reply.status == 200 else {}
        if not answer.get("next_page_url"):
            return reply
        answer["next_page_url"] = change(answer["next_page_url"])
        return replace(reply, body=json.dumps(answer).encode())

    return apply


def _to_the_first_page(address: str) -> str:
    return _changed_query(address, "search_after_cursor", None)


def _changed_query(address: str, name: str, value: str | None) -> str:
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    query.pop(name, None)
    if value is not None:
        query[name] = [value]
    return parts._replace(query=urlencode(query, True)).geturl()


def _page_twice(source: str, reply: Reply) -> Reply:
    """Marks the answer; the server serves the next page twice under two addresses."""
    return replace(reply, headers={**reply.headers, "X-Twice": "1"})


def _escapes(body: bytes) -> bytes:
    return body.replace("café".encode(), rb"caf\'e").replace("Café".encode(), rb"Caf\'e")


def _latin(body: bytes) -> bytes:
    return body.decode("utf-8").replace("–", "-").encode("latin-1", "replace")


FAULTS: Mapping[str, Fault] = {
    "429 with Retry-After": _status(429, {"Retry-After": "7"}),
    "429": _status(429),
    "500": _page("Internal Server Error", 500),
    "503": _page("Service Unavailable", 503),
    "403 HTML": _page("Access Denied", 403),
    "404": _page("Page Not Found", 404),
    "200 HTML": _page("Welcome", 200),
    "200 sentence": _body(lambda _: b"Please limit requests to one every 5 seconds."),
    "empty body": _body(lambda _: b""),
    "truncated body": _wire("truncated"),
    "truncated gzip": _wire("truncated gzip"),
    "wrong content type": lambda _, reply: replace(reply, content_type="text/html"),
    "invalid JSON escapes": _body(_escapes),
    "garbage": _body(lambda b: random.Random(5).randbytes(len(b[:4000]) + 10)),  # noqa: S311
    "latin-1": _body(_latin),
    "CRLF": _body(lambda b: b.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
    "column added": _columns(
        lambda r, _: {**r, "surprise": [1] * len(next(iter(r.values()))) if "low" in r else "1"}
    ),
    "column removed": _columns(lambda r, c: {n: v for n, v in r.items() if n != c}),
    "column renamed": _columns(_renamed),
    "column retyped": _columns(_retyped, {"csl": "start_date"}),
    "page doubled": _page_twice,
    "paging cyclic": _next_page(_to_the_first_page),
    "slow drip": _wire("drip"),
    "reset": _wire("reset"),
    "redirect elsewhere": lambda s, r: Reply(
        302, headers={"Location": "https://elsewhere.example/"}
    ),
    "redirect loop": _wire("loop"),
    "oversized": _wire("oversized"),
    "gzip bomb": _wire("bomb"),
    "shrunken": _shrunken,
    "future dates": _in_the_future,
}


def truncated_gzip(body: bytes) -> bytes:
    packed = gzip.compress(body)
    return packed[: max(12, len(packed) * 2 // 3)]
