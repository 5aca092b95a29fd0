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

from tests.simulator.service import Reply, Service


@dataclass(frozen=True)
class Wire:
    """How an answer travels when not as it should."""

    kind: str


Fault = Callable[[Service, Reply], Reply | Wire]


def _page(title: str, status: int) -> Fault:
    body = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>…</body></html>"

    def apply(service: Service, reply: Reply) -> Reply:
        return Reply(status, body.encode(), "text/html")

    return apply


def _status(status: int, headers: Mapping[str, str] | None = None) -> Fault:
    def apply(service: Service, reply: Reply) -> Reply:
        return Reply(status, b"Too Many Requests\r\n", "text/plain", headers or {})

    return apply


def _body(change: Callable[[bytes], bytes]) -> Fault:
    def apply(service: Service, reply: Reply) -> Reply:
        return replace(reply, body=change(reply.body)) if reply.body else reply

    return apply


_OF_A_BODY = frozenset({"truncated", "truncated gzip", "drip"})


def _wire(kind: str) -> Fault:
    """A fault of a body leaves the redirects on the way to it alone."""

    def apply(service: Service, reply: Reply) -> Reply | Wire:
        return reply if reply.status == 302 and kind in _OF_A_BODY else Wire(kind)

    return apply


def _columns(change: Callable[[dict[str, Any], str], dict[str, Any]]) -> Fault:
    """Change the victim's column of every record."""

    def apply(service: Service, reply: Reply) -> Reply:
        if not reply.records:
            return reply
        column = service.victim(reply.records[0]).column
        return reply.with_records([change(record, column) for record in reply.records])

    return apply


def _renamed(record: dict[str, Any], column: str) -> dict[str, Any]:
    return {(f"{name}_v2" if name == column else name): value for name, value in record.items()}


def _retyped(service: Service, reply: Reply) -> Reply:
    if not reply.records:
        return reply
    victim = service.victim(reply.records[0])
    column = victim.retyped or victim.column
    return reply.with_records([{**r, column: {"value": r[column]}} for r in reply.records])


def _shrunken(service: Service, reply: Reply) -> Reply:
    if not reply.records:
        return reply
    return reply.with_records(reply.records[: max(1, len(reply.records) // 2)])


def _in_the_future(service: Service, reply: Reply) -> Reply:
    if not reply.records:
        return reply
    column = service.victim(reply.records[0]).day
    return reply.with_records([{**r, column: _later(r[column])} for r in reply.records])


def _later(moment: Any) -> Any:
    """Ten years later, in the form in which it was written: seconds or text."""
    ten_years = timedelta(days=3650)
    if isinstance(moment, int):
        return moment + int(ten_years.total_seconds())
    text = str(moment)
    if text.endswith("Z") or text[10:11] == "T":
        return f"{int(text[:4]) + 10}{text[4:]}"
    if "," in text:
        return format_datetime(parsedate_to_datetime(text) + ten_years)
    if text.count("-") == 2:
        return (date.fromisoformat(text) + ten_years).isoformat()
    return f"{int(text[:4]) + 10}{text[4:]}"


def _to_the_first_page(service: Service, reply: Reply) -> Reply:
    """The next page's address is that of the first one."""
    paging = service.paging
    answer = json.loads(reply.body) if paging and reply.status == 200 else {}
    if paging is None or not answer.get(paging.member):
        return reply
    answer[paging.member] = _without(answer[paging.member], paging.cursor)
    return replace(reply, body=json.dumps(answer).encode())


def _without(address: str, name: str) -> str:
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    query.pop(name, None)
    return parts._replace(query=urlencode(query, True)).geturl()


def _page_twice(service: Service, reply: Reply) -> Reply:
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
    "column added": _columns(lambda r, _: {**r, "surprise": "1"}),
    "column removed": _columns(lambda r, c: {n: v for n, v in r.items() if n != c}),
    "column renamed": _columns(_renamed),
    "column retyped": _retyped,
    "page doubled": _page_twice,
    "paging cyclic": _to_the_first_page,
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
