"""The webhook: off by default, on loopback, never in the way of a release."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipelines.publish import webhook as notify
from pipelines.publish.webhook import tell_of_release
from pipelines.warehouse import Warehouse
from tests.tiny import PASSED, released, warehouse


class Receiver(ThreadingHTTPServer):
    """Remembers what it was sent; `status` and `delay` say how it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.status, self.delay = 204, 0.0
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?token=s3cret"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.server.delay)
        self.server.received.append(json.loads(body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(notify.VARIABLE, server.url)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return warehouse(tmp_path / "w", "live")


FAILED = type(PASSED)(**{**PASSED.__dict__, "passed": False})


def test_nobody_is_told_by_default(place: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(notify.VARIABLE, raising=False)
    monkeypatch.setattr(notify, "_send", lambda *_: pytest.fail("something was sent"))
    notify.tell_refused(place, [FAILED])


def test_a_refused_release_is_told_with_its_checks(place: Warehouse, receiver: Receiver) -> None:
    notify.tell_refused(place, [PASSED, FAILED])
    notify.tell_refused(place, [PASSED])
    (body,) = receiver.received
    assert body["kind"] == "release_refused"
    assert body["warehouse_kind"] == "live"
    assert body["details"] == [{"check_id": FAILED.check_id, "message": FAILED.message}]


def test_a_new_confirmed_event_and_a_stale_source_are_told_once(
    place: Warehouse, receiver: Receiver
) -> None:
    released(place, "b1", 1, events=(("e1", "First", "single_press", "seed1"),))
    made = released(place, "b2", 2, events=(("e1", "First", "official_text", "seed1"),))
    tell_of_release(place, made)
    tell_of_release(place, made)
    kinds = [body["kind"] for body in receiver.received]
    assert kinds == ["event_confirmed", "source_stale"]
    confirmed, stale = receiver.received
    assert confirmed["details"][0]["event_id"] == "e1"
    assert {detail["source"] for detail in stale["details"]} == {"csl", "yahoo_chart"}


def test_sample_data_are_never_stale(tmp_path: Path, receiver: Receiver) -> None:
    place = warehouse(tmp_path / "s")
    released(place, "b1", 1)
    notify.tell_stale(place, datetime(2030, 1, 1, tzinfo=UTC))
    assert receiver.received == []


@pytest.mark.parametrize(("status", "said"), [(500, "HTTP 500"), (302, "HTTP 302")])
def test_a_receiver_that_fails_is_noted_without_the_url_and_told_again(
    place: Warehouse,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
    status: int,
    said: str,
) -> None:
    receiver.status = status
    made = released(place, "b1", 1)
    notify.tell_stale(place, datetime(2030, 1, 1, tzinfo=UTC))
    notify.tell_stale(place, datetime(2030, 1, 1, tzinfo=UTC))
    assert len(receiver.received) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert "s3cret" not in printed
    assert made.is_kept


def test_a_slow_receiver_does_not_hold_up(
    place: Warehouse,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(notify, "TIMEOUT_SECONDS", 0.3)
    receiver.delay = 2
    started = time.monotonic()
    notify.tell_refused(place, [FAILED])
    assert time.monotonic() - started < 1.5
    assert "was not told" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "nonsense", "http://"])
def test_only_http_urls_are_called(
    place: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    url: str,
) -> None:
    monkeypatch.setenv(notify.VARIABLE, url)
    notify.tell_refused(place, [FAILED])
    assert "not an http(s) URL" in capsys.readouterr().err


def test_secrets_in_messages_are_redacted(place: Warehouse, receiver: Receiver) -> None:
    notify.tell_failed(place, "GET https://example.org/x?api_key=abc123 failed")
    assert "abc123" not in json.dumps(receiver.received)
