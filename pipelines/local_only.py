"""An ASGI layer before a server that has no login: it answers its own pages and nobody else.

A page on the web cannot reach a server on this machine by its address alone, but it can make the
browser send requests there: a form, an image, a script, a WebSocket, a name that resolves to
127.0.0.1. Let through is only what names this machine as Host and comes from the server's own
pages, or from a program that is no browser; a link from elsewhere may open a page, no more.

Belongs here: which requests are let through. Does not belong here: what answers them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_POLICY_VIOLATION = 1008
_HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class LocalOnly:
    """Refuses with 403, 405 or 415 what does not come from the server's own pages.

    `json_paths` are paths that take a JSON body by POST and nothing else: GraphQL, whose mutations
    a GET or a plain form must never start.
    """

    def __init__(self, app: App, port: int, json_paths: tuple[str, ...] = ()) -> None:
        self._app = app
        self._port = port
        self._json_paths = json_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through or answer it with the reason."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refused = refusal(scope, self._port, self._json_paths)
        if refused is None:
            await self._app(scope, receive, _with_headers(send) if _is_http(scope) else send)
        elif _is_http(scope):
            await _answer(send, *refused)
        else:
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": refused[1]})


def refusal(scope: Scope, port: int, json_paths: tuple[str, ...]) -> tuple[int, str] | None:
    """Status and reason when a request is not let through, else None."""
    hosts = _values(scope, b"host")
    if len(hosts) != 1 or not is_own_host(hosts[0], port):
        return 403, "this server answers to 127.0.0.1 and localhost only"
    origins = _values(scope, b"origin")
    is_own_page = origins == [f"http://{hosts[0]}"]
    if not _is_http(scope):
        return None if is_own_page else (403, "a WebSocket is opened by the server's own pages")
    is_api = scope["path"] in json_paths
    if (origins and not is_own_page) or _is_sent_from_elsewhere(scope, is_api):
        return 403, "the request comes from another page"
    return _refused_form(scope) if is_api else None


def _is_sent_from_elsewhere(scope: Scope, is_api: bool) -> bool:
    """What a browser says of a request without Origin; a link that opens a page is no attack."""
    sites = _values(scope, b"sec-fetch-site")
    opens_a_page = (
        scope["method"] in {"GET", "HEAD"}
        and not is_api
        and _values(scope, b"sec-fetch-mode") == ["navigate"]
        and _values(scope, b"sec-fetch-dest") == ["document"]
    )
    return not set(sites) <= {"same-origin", "none"} and not opens_a_page


def _refused_form(scope: Scope) -> tuple[int, str] | None:
    if scope["method"] != "POST":
        return 405, "ask by POST"
    kinds = _values(scope, b"content-type")
    if len(kinds) != 1 or kinds[0].partition(";")[0].strip().lower() != "application/json":
        return 415, "send application/json"
    return None


def is_own_host(host: str, port: int) -> bool:
    """Whether a Host header names this machine and this port."""
    try:
        parts = urlsplit(f"//{host}")
        return (
            parts.hostname in OWN_NAMES
            and (parts.port or 80) == port
            and not any((parts.path, parts.query, parts.fragment, parts.username, parts.password))
        )
    except ValueError:
        return False


def _is_http(scope: Scope) -> bool:
    return bool(scope["type"] == "http")


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key == name]


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message.get("headers", ())}
            added = [header for header in _HEADERS if header[0] not in present]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, reason: str) -> None:
    body = f"{reason}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
