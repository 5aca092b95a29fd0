"""A page of somebody else in the browser of the user, at work on the Dagster UI: `make attack`.

Every attack is a way by which a page makes a browser send a request to this machine. Each tries to
set a limit of its own name, so that what got through is read from Dagster itself. The same attacks
run against Dagster without `local_only`, or they would prove nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

import pytest

from pipelines.archive.choose import choose_archive
from pipelines.defs.instance import SETTINGS
from pipelines.warehouse import Warehouse
from tests.browser.dagster_ui import Ui, running_ui
from tests.conftest import REPOSITORY

playwright = pytest.importorskip(
    "playwright.sync_api", reason="no playwright here; `make attack` installs it"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
REBOUND = "rebound.example"
"""A name of the attacker that resolves to 127.0.0.1 when the browser asks a second time."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; `make attack` installs it"),
]

MUTATION = 'mutation {setConcurrencyLimit(concurrencyKey: "%s", limit: 1)}'
LIMITS = "query { instance { concurrencyLimits { concurrencyKey } } }"

PREAMBLE = """
const ui = 'http://127.0.0.1:%(port)d/graphql', query = %(query)s;
const body = JSON.stringify({query});
const mutating = ui + '?query=' + encodeURIComponent(query);
const sent = (type, mode) =>
  fetch(ui, {method: 'POST', mode, headers: {'Content-Type': type}, body}).catch(() => null);
const form = (method, action, enctype, name, value) => {
  const made = Object.assign(document.createElement('form'), {method, enctype, action});
  made.append(Object.assign(document.createElement('input'), {name, value}));
  document.body.append(made);
  made.submit();
};
const socket = (url, protocol) => new Promise(done => {
  const opened = new WebSocket(url, protocol);
  opened.onopen = () => {
    opened.send(JSON.stringify({type: 'connection_init', payload: {}}));
    opened.send(JSON.stringify({type: 'start', id: '1', payload: {query}}));
    setTimeout(() => done('open'), 1500);
  };
  opened.onerror = () => done('refused');
});
"""
ATTACKS = {
    "plain_post": "return sent('text/plain', 'no-cors')",
    "post_of_two_types": "return sent('text/plain; x=application/json', 'no-cors')",
    "post_of_a_query": "return fetch(mutating, {method: 'POST', mode: 'no-cors'})"
    ".catch(() => null)",
    "json_post_across": "return sent('application/json', 'cors')",
    "get_by_fetch": "return fetch(mutating, {mode: 'no-cors'}).catch(() => null)",
    "get_by_image": "new Image().src = mutating",
    "get_by_script": "document.body.append(Object.assign(document.createElement('script'),"
    " {src: mutating}))",
    "get_by_style": "document.body.append(Object.assign(document.createElement('link'),"
    " {rel: 'stylesheet', href: mutating}))",
    "get_by_link": "location.href = mutating",
    "get_by_window": "window.open(mutating)",
    "get_by_frame": "document.body.append(Object.assign(document.createElement('iframe'),"
    " {src: mutating}))",
    "form_get": "form('GET', ui, '', 'query', query)",
    "form_post": "form('POST', mutating, 'application/x-www-form-urlencoded', 'query', query)",
    "form_plain": "form('POST', mutating, 'text/plain', 'query', query)",
    "beacon": "navigator.sendBeacon(mutating, body)",
    "beacon_of_two_types": "navigator.sendBeacon(ui, new Blob([body],"
    " {type: 'text/plain; x=application/json'}))",
}
SUCCEED_WITHOUT_A_GUARD = {
    "post_of_two_types",
    "post_of_a_query",
    "get_by_fetch",
    "get_by_image",
    "get_by_script",
    "form_post",
    "form_plain",
    "beacon",
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _limits(ui: Ui) -> set[str]:
    return {each["concurrencyKey"] for each in ui.ask(LIMITS)["instance"]["concurrencyLimits"]}


def _script(key: str, port: int) -> str:
    return PREAMBLE % {"port": port, "query": json.dumps(MUTATION % key)}


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    with running_ui(tmp_path_factory.mktemp("guarded") / "warehouse") as running:
        yield running


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """Dagster's own server over another warehouse, with nothing before it."""
    warehouse = Warehouse(tmp_path_factory.mktemp("plain") / "warehouse")
    warehouse.ensure(choose_archive(warehouse, None, live=False).kind)
    warehouse.dagster_home.mkdir()
    (warehouse.dagster_home / "dagster.yaml").write_text(SETTINGS)
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster_webserver", "-m", "pipelines.defs.definitions",
         "-h", "127.0.0.1", "-p", str(port)],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "DAGSTER_HOME": str(warehouse.dagster_home),
            "CHIPWATCH_WAREHOUSE": str(warehouse.root),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    running = Ui(f"http://127.0.0.1:{port}", process)
    until = time.monotonic() + 180
    try:
        while True:
            assert process.poll() is None
            assert time.monotonic() < until
            try:
                _limits(running)
                break
            except (URLError, OSError):
                time.sleep(0.5)
        yield running
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of the attacker's page: this machine, another port."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = b"<!doctype html><title>a page of somebody else</title><body>look</body>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        arguments = [
            "--no-sandbox",
            "--disable-popup-blocking",
            f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1",
            # What newer browsers do of themselves must not be what the test rests on.
            "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
        ]
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


def _attack(browser: playwright.Browser, elsewhere: str, ui: Ui, name: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere)
    port = int(ui.address.rsplit(":", 1)[1])
    page.evaluate(f"() => {{ {_script(name, port)}; setTimeout(() => {{ {ATTACKS[name]} }}, 0) }}")
    page.wait_for_timeout(2500)
    context.close()


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_a_page_elsewhere_starts_nothing(
    browser: playwright.Browser, elsewhere: str, ui: Ui, name: str
) -> None:
    _attack(browser, elsewhere, ui, name)
    assert name not in _limits(ui)


def test_the_attacks_succeed_where_nothing_stands_before_dagster(
    browser: playwright.Browser, elsewhere: str, plain: Ui
) -> None:
    for name in ATTACKS:
        _attack(browser, elsewhere, plain, name)
    assert _limits(plain) >= SUCCEED_WITHOUT_A_GUARD


@pytest.mark.parametrize("protocol", ["graphql-ws", "graphql-transport-ws"])
def test_a_websocket_from_elsewhere_is_refused(
    browser: playwright.Browser, elsewhere: str, ui: Ui, plain: Ui, protocol: str
) -> None:
    page = browser.new_page()
    page.goto(elsewhere)
    outcomes = []
    for target in (ui, plain):
        port = int(target.address.rsplit(":", 1)[1])
        url = f"ws://127.0.0.1:{port}/graphql"
        tried = f"{_script('websocket', port)}; return socket({url!r}, {protocol!r});"
        outcomes.append(page.evaluate(f"async () => {{ {tried} }}"))
    page.close()
    assert outcomes[0] == "refused"
    assert "websocket" not in _limits(ui)
    if protocol == "graphql-ws":
        assert outcomes[1] == "open"


def test_a_name_that_is_rebound_to_this_machine_reads_and_starts_nothing(
    browser: playwright.Browser, ui: Ui, plain: Ui
) -> None:
    """The attacker serves a page at his own name, then the name resolves to 127.0.0.1."""
    statuses = []
    for target in (ui, plain):
        port = int(target.address.rsplit(":", 1)[1])
        origin = f"http://{REBOUND}:{port}"
        page = browser.new_page()
        page.route(
            f"{origin}/page", lambda route: route.fulfill(body="<title>before</title><body>")
        )
        page.goto(f"{origin}/page")
        post = (
            f"{_script('rebound', port)}; return fetch('/graphql', {{method: 'POST', body,"
            " headers: {'Content-Type': 'application/json'}}).then(answer => answer.status)"
        )
        statuses.append(page.evaluate(f"async () => {{ {post} }}"))
        statuses.append(page.goto(f"{origin}/runs").status)
        page.close()
    assert statuses == [403, 403, 200, 200]
    assert "rebound" not in _limits(ui)
    assert "rebound" in _limits(plain)


def test_its_pages_are_shown_in_no_frame_and_open_from_a_link(
    browser: playwright.Browser, elsewhere: str, ui: Ui
) -> None:
    page = browser.new_page()
    page.goto(elsewhere)
    page.set_content(f"<iframe src='{ui.address}/runs'></iframe><a href='{ui.address}/runs'>x</a>")
    page.wait_for_timeout(1500)
    assert "Runs" not in "".join(frame.content() for frame in page.frames[1:])
    page.get_by_text("x", exact=True).click()
    page.wait_for_url(f"{ui.address}/runs")
    page.close()


def test_its_own_page_and_a_local_program_work(browser: playwright.Browser, ui: Ui) -> None:
    page = browser.new_page()
    assert page.goto(ui.address).ok
    port = int(ui.address.rsplit(":", 1)[1])
    own = f"{_script('own', port)}; return sent('application/json', 'cors').then(it => it.status)"
    assert page.evaluate(f"async () => {{ {own} }}") == 200
    page.close()
    assert "own" in _limits(ui)
    ui.ask(MUTATION % "program")
    assert "program" in _limits(ui)


def test_no_run_was_started_and_none_names_another_warehouse(ui: Ui, tmp_path: Path) -> None:
    runs = "query { runsOrError { ... on Runs { results { runId } } } }"
    assert ui.ask(runs)["runsOrError"]["results"] == []
    for config in ({"resources": {"warehouse": {"config": {"root": str(tmp_path)}}}},
                   {"resources": {"archive": {"config": {"root": str(tmp_path)}}}}):  # fmt: skip
        with pytest.raises(AssertionError, match="RunConfigValidationInvalid"):
            ui.launch("build", **config)
    assert list(tmp_path.iterdir()) == []


def test_a_query_in_the_address_is_refused_to_a_program_too(ui: Ui) -> None:
    with pytest.raises(URLError, match="405"):
        ui_get(ui, f"/graphql?query={quote(MUTATION % 'by_get')}")
    assert "by_get" not in _limits(ui)


def ui_get(ui: Ui, path: str) -> bytes:
    from urllib.request import urlopen

    with urlopen(f"{ui.address}{path}", timeout=30) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body
