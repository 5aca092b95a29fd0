"""A server without a login answers its own pages only: raw requests as attackers send them."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from pipelines.local_only import LocalOnly, is_own_host

REACHED: list[str] = []


async def answer(request: Request) -> PlainTextResponse:
    REACHED.append(f"{request.method} {request.url.path}")
    return PlainTextResponse("reached")


async def talk(websocket: WebSocket) -> None:
    REACHED.append("websocket")
    await websocket.accept()
    await websocket.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
    app = Starlette(
        routes=[
            Route("/graphql", answer, methods=methods),
            WebSocketRoute("/graphql", talk),
            Route("/{rest:path}", answer, methods=methods),
        ]
    )
    guarded = LocalOnly(app, number, ("/graphql",))
    server = uvicorn.Server(uvicorn.Config(guarded, port=number, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield number
    server.should_exit = True
    thread.join(10)


def status(port: int, method: str, path: str, headers: dict[str, str], body: str = "") -> int:
    """Send exactly these headers; the Host that a browser would send where none is given."""
    REACHED.clear()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items():
        connection.putheader(name, value.replace("PORT", str(port)))
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() or None)
    response = connection.getresponse()
    response.read()
    assert (response.status == 200) is bool(REACHED)
    return response.status


JSON = {"Content-Type": "application/json"}
OWN = {"Origin": "http://127.0.0.1:PORT", "Sec-Fetch-Site": "same-origin"}
EVIL = {"Host": "evil.example:PORT", "Origin": "http://evil.example:PORT"}
LINK = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/runs", {"Host": "localhost:PORT"}),
        ("GET", "/runs", {"Host": "[::1]:PORT"}),
        ("GET", "/runs", LINK),
        ("GET", "/bundle.js", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}),
        ("GET", "/", {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}),
        ("POST", "/graphql", JSON | OWN),
        ("POST", "/graphql", JSON | {"Host": "localhost:PORT", "Origin": "http://localhost:PORT"}),
        ("POST", "/graphql", {"Content-Type": "application/json; charset=utf-8"}),
    ],
)
def test_its_own_pages_and_local_programs_are_answered(
    port: int, method: str, path: str, headers: dict[str, str]
) -> None:
    assert status(port, method, path, headers, "{}" if method == "POST" else "") == 200


@pytest.mark.parametrize(
    ("method", "path", "headers", "expected"),
    [
        # A name of the attacker that resolves to 127.0.0.1.
        ("GET", "/", {"Host": "evil.example:PORT"}, 403),
        ("GET", "/", {"Host": "127.0.0.1.evil.example:PORT"}, 403),
        ("GET", "/", {"Host": "evil.example@127.0.0.1:PORT"}, 403),
        ("GET", "/", {"Host": "0.0.0.0:PORT"}, 403),
        ("GET", "/", {"Host": "127.0.0.1:1"}, 403),
        ("GET", "/", {"Host": ""}, 403),
        (
            "POST",
            "/graphql",
            JSON | {"Host": "evil.example:PORT", "Origin": "http://evil.example:PORT"},
            403,
        ),
        # A page elsewhere, on another port or of another scheme.
        ("POST", "/graphql", JSON | {"Origin": "http://evil.example"}, 403),
        ("POST", "/graphql", JSON | {"Origin": "http://127.0.0.1:1"}, 403),
        ("POST", "/graphql", JSON | {"Origin": "https://127.0.0.1:PORT"}, 403),
        ("POST", "/graphql", JSON | {"Origin": "http://localhost:PORT"}, 403),
        ("POST", "/graphql", JSON | {"Origin": "null"}, 403),
        ("GET", "/data", {"Origin": "http://evil.example"}, 403),
        ("OPTIONS", "/graphql", {"Origin": "http://evil.example"}, 403),
        ("DELETE", "/runs", {"Origin": "http://evil.example"}, 403),
        # Images, scripts and forms, which send no Origin but say where they are.
        ("GET", "/data", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("GET", "/data", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
        ("GET", "/", LINK | {"Sec-Fetch-Dest": "iframe"}, 403),
        ("POST", "/report", LINK, 403),
        # Mutations without JSON, or by GET.
        ("GET", "/graphql?query=mutation%7Bx%7D", {}, 405),
        ("GET", "/graphql?query=mutation%7Bx%7D", LINK, 403),
        ("HEAD", "/graphql", {}, 405),
        ("PUT", "/graphql", JSON, 405),
        ("POST", "/graphql", {"Content-Type": "text/plain"}, 415),
        ("POST", "/graphql", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ("POST", "/graphql", {"Content-Type": "text/plain; x=application/json"}, 415),
        ("POST", "/graphql", {}, 415),
    ],
)
def test_other_pages_are_refused(
    port: int, method: str, path: str, headers: dict[str, str], expected: int
) -> None:
    assert (
        status(port, method, path, headers, "{}" if method in {"POST", "PUT"} else "") == expected
    )


def test_two_hosts_in_one_request_are_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as raw:
        raw.sendall(
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n".encode()
        )
        assert raw.recv(100).split()[1] in {b"400", b"403"}


@pytest.mark.parametrize(
    ("origin", "is_open"),
    [
        ("http://127.0.0.1:PORT", True),
        ("http://evil.example", False),
        ("http://127.0.0.1:1", False),
        ("null", False),
        (None, False),
    ],
)
def test_a_websocket_is_opened_by_its_own_pages_only(
    port: int, origin: str | None, is_open: bool
) -> None:
    async def opened() -> bool:
        sent = origin and origin.replace("PORT", str(port))
        try:
            async with connect(f"ws://127.0.0.1:{port}/graphql", origin=sent):  # type: ignore[arg-type]
                return True
        except (InvalidStatus, WebSocketException):
            return False

    REACHED.clear()
    assert asyncio.run(opened()) is is_open
    assert ("websocket" in REACHED) is is_open


def test_pages_cannot_be_put_into_a_frame(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("host", ["", "a:b:c", "[::1", "127.0.0.1:99999", "localhost:80/x", "\x00"])
def test_odd_hosts_are_not_ours(host: str) -> None:
    assert not is_own_host(host, 80)
