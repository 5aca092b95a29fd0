"""Limits of the service: too much at once, too slow, and errors that nobody foresaw."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, cast

import pytest
import uvicorn

from pipelines.errors import ChipwatchError
from pipelines.service import app as service
from pipelines.service.current import Current, Session
from tests.integration.test_serve import free_port


class Stub:
    """Stands in for the release: `act` is what one answer does."""

    def __init__(self) -> None:
        self.act: Any = lambda: None

    @contextmanager
    def session(self, _: float) -> Iterator[Session]:
        self.act()
        about = {"release_id": "r1", "is_sample": True}
        yield Session(cast("Any", None), about, cast("Any", None), cast("Any", None), None)


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def port(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(service, "SECONDS", 0.5)
    monkeypatch.setattr(service, "WAITING", 2)
    number = free_port()
    guarded = service.make_app(cast("Current", stub), "0", number)
    server = uvicorn.Server(uvicorn.Config(guarded, port=number, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield number
    server.should_exit = True
    thread.join(10)


def status(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/v1/release")
    response = connection.getresponse()
    assert b"Traceback" not in response.read()
    return response.status


def test_an_answer_that_takes_too_long_is_given_up(port: int, stub: Stub) -> None:
    assert status(port) == 200
    stub.act = lambda: time.sleep(2)
    began = time.monotonic()
    assert status(port) == 503
    assert time.monotonic() - began < 1.9
    stub.act = lambda: None
    time.sleep(1.8)
    assert status(port) == 200


def test_too_many_at_once_are_told_to_come_again(port: int, stub: Stub) -> None:
    stub.act = lambda: time.sleep(0.3)
    with ThreadPoolExecutor(10) as threads:
        found = list(threads.map(status, [port] * 10))
    assert set(found) == {200, 503}
    stub.act = lambda: None
    assert status(port) == 200


def test_errors_are_words(port: int, stub: Stub, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(error: Exception) -> None:
        raise error

    stub.act = lambda: fail(ChipwatchError("broken", "mend it"))
    assert status(port) == 503
    stub.act = lambda: fail(KeyError("secret"))
    assert status(port) == 500
    assert "KeyError" in capsys.readouterr().err
