"""The simulator's HTTP: one threaded server on loopback, every service under its own path.

Belongs here: sockets, faults on the wire, and a record of what was asked.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.simulator.faults import FAULTS, Wire, truncated_gzip
from tests.simulator.service import Asked, Paging, Reply
from tests.simulator.sources import SERVICES
from tests.simulator.world import World


class Simulator:
    """Every service on one port; `faults` names what each source does wrong now.

    `instead` may answer in place of a service, None to let it answer itself.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: dict[str, str] = {}
        self.instead: Callable[[str, Asked], Reply | Wire | None] = lambda source, asked: None
        self.asked: list[tuple[str, Asked]] = []
        self.port = 0
        self.is_over = threading.Event()

    @property
    def variables(self) -> dict[str, str]:
        """The environment that points every connector here."""
        return {
            "CHIPWATCH_CONTACT": "Simulated Person person@example.org",
            **{
                f"CHIPWATCH_BASE_URL_{source.upper()}": f"http://127.0.0.1:{self.port}/{source}"
                for source in SERVICES
            },
        }

    def answer(self, source: str, asked: Asked) -> Reply | Wire:
        """What the source answers, its present fault included."""
        self.asked.append((source, asked))
        other = self.instead(source, asked)
        if other is not None:
            return other
        service, fault = SERVICES[source], self.faults.get(source)
        reply = service.answer(self.world, asked)
        if fault == "page doubled" and service.paging and "again" not in asked.query:
            return _twice(service.paging, asked, reply)
        return reply if fault is None else FAULTS[fault](service, reply)

    @contextmanager
    def running(self) -> Iterator[Simulator]:
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                _, source, rest = parts.path.split("/", 2)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(f"/{rest}", parse_qs(parts.query), headers)
                try:
                    _send(self, simulator, simulator.answer(source, asked), source, asked)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *args: Any) -> None:
                """Nothing is printed; `asked` holds what came."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.is_over.set()
            server.shutdown()
            server.server_close()
            thread.join()


def _twice(paging: Paging, asked: Asked, reply: Reply) -> Reply:
    """This page, whose next page is itself under another address."""
    answer = json.loads(reply.body)
    if not reply.records:
        return reply
    query = urlencode({**asked.query, "again": ["1"]}, True)
    body = json.dumps({**answer, paging.member: f"{paging.address}?{query}"}).encode()
    return Reply(body=body)


def _send(
    handler: BaseHTTPRequestHandler,
    simulator: Simulator,
    reply: Reply | Wire,
    source: str,
    asked: Asked,
) -> None:
    if isinstance(reply, Wire):
        _misbehave(handler, simulator, reply.kind, SERVICES[source].answer(simulator.world, asked))
        return
    body = reply.body
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    if reply.status not in {204, 304}:
        handler.send_header("Content-Type", reply.content_type)
        if len(body) > 1000 and "gzip" in asked.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 1)
            handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if reply.status not in {204, 304}:
        handler.wfile.write(body)


def _misbehave(
    handler: BaseHTTPRequestHandler, simulator: Simulator, kind: str, reply: Reply
) -> None:
    handler.close_connection = True
    if kind == "reset":
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()
        return
    if kind == "loop":
        handler.send_response(302)
        handler.send_header("Location", handler.path)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    handler.send_response(200)
    handler.send_header("Content-Type", reply.content_type)
    if kind == "truncated":
        handler.send_header("Content-Length", str(len(reply.body) + 500))
        handler.end_headers()
        handler.wfile.write(reply.body)
    elif kind == "truncated gzip":
        body = truncated_gzip(reply.body)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    elif kind == "oversized":
        handler.send_header("Content-Length", str(10**10))
        handler.end_headers()
    elif kind == "bomb":
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(BOMB)
    elif kind == "drip":
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        for index in range(len(reply.body)):
            if simulator.is_over.wait(0.1):
                return
            handler.wfile.write(reply.body[index : index + 1])
            handler.wfile.flush()


def _bomb() -> bytes:
    """Bytes that unpack to 256 MB of blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * 1_000_000
    return b"".join(packer.compress(block) for _ in range(256)) + packer.flush()


BOMB = _bomb()
