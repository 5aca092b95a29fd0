"""Superset for real: started as `make bi` does, looked at with Chromium, under a new release.

Run by `make bi-test` in `.venv-bi`; it builds a sample warehouse twice and writes the screenshots
of docs/images. Anywhere else it is skipped, and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.superset import serve
from dashboards.superset.declarations import Dashboard, read_declared
from pipelines.warehouse import REPOSITORY, Warehouse
from tests.browser.superset_server import Running, publish

pytestmark = pytest.mark.slow
pytest.importorskip("superset", reason="needs Superset's own environment: make bi-test")
playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make bi-test")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
if CHROMIUM is None:
    pytest.skip("needs Chromium (Debian: apt install chromium)", allow_module_level=True)

IMAGES = REPOSITORY / "docs" / "images"
BOARDS = read_declared().dashboards
MEASURES = next(board for board in BOARDS if board.key == "measures")
HEIGHT = 6800
"""More than the longest dashboard, so that a picture shows it whole."""
EMPTY = ".dashboard-component-chart-holder [role=img][aria-label=empty]"
OVERLAY = (
    "event_id,title,summary,action_type,instrument,direction,authority_id,jurisdiction,"
    "first_public_on,first_public_zone,source,vendors\n"
    "user-bi-test,An action of our own,Made by the browser test.,guide,is_informed_letter,tighten,"
    "us-bis,US,2025-03-03,America/New_York,our counsel,nvidia:restricted\n"
)
STAMP = "changed_on"
KEPT_TABLES = (
    "dbs", "tables", "table_columns", "sql_metrics", "slices", "dashboards", "dashboard_user",
    "slice_user", "sqlatable_user", "ab_permission_view", "ab_user",
)  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bi") / "warehouse"
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def running(warehouse: Path) -> Iterator[Running]:
    superset = Running(warehouse)
    yield superset
    superset.process.terminate()
    superset.process.wait(60)


class Reader:
    """A browser that is logged in and notes what the charts were answered."""

    def __init__(self, context: Any, running: Running) -> None:
        self.running = running
        self.page = context.new_page()
        self.answers: list[tuple[int, dict[str, Any], dict[str, Any]]] = []
        self.came: list[Any] = []
        self.elsewhere: list[str] = []
        self.page.on("response", self._note)
        self.page.goto(f"{running.url}/login/")
        self.page.wait_for_selector("#username, input[name=username]")
        self.page.fill("#username, input[name=username]", "admin")
        self.page.fill("#password, input[name=password]", running.password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/login" not in url, timeout=60_000)

    def _note(self, response: Any) -> None:
        if not response.url.startswith((self.running.url, "data:", "blob:")):
            self.elsewhere.append(response.url)
        if "/api/v1/chart/data" in response.url:
            self.came.append(response)

    def open(self, board: Dashboard) -> None:
        """Show a dashboard and wait until every chart and filter has its answer."""
        self.page.goto("about:blank")
        self.answers.clear()
        self.came.clear()
        self.page.goto(f"{self.running.url}/superset/dashboard/{board.slug}/")
        filters = sum(1 for each in board.filters if each.dataset)
        self.settle(len(board.charts) + filters)

    def settle(self, answers: int) -> None:
        deadline = time.monotonic() + 240
        while len(self.came) < answers and time.monotonic() < deadline:
            self.page.wait_for_timeout(250)
        self.page.wait_for_timeout(3000)
        self.answers += [
            (each.status, json.loads(each.request.post_data), each.json()) for each in self.came
        ]
        self.came.clear()
        assert len(self.answers) >= answers, f"{len(self.answers)} answers of {answers}"

    def errors(self) -> list[str]:
        """What went wrong in an answer or stands as an error on the page."""
        answered = [
            f"{status}: {json.dumps(answer)[:500]}"
            for status, _, answer in self.answers
            if status != 200 or any(each.get("error") for each in answer.get("result", ()))
        ]
        shown = self.page.locator(
            ".ant-alert-error, [data-test='error-boundary'], .chart-container .alert-danger"
        ).all_inner_texts()
        text = self.page.inner_text("body")
        return answered + shown + [it for it in ("Unexpected error", "Data error") if it in text]

    def notice(self) -> str:
        found = self.page.locator(".chipwatch-release:visible").first
        return str(found.inner_text())

    def figure(self, title: str) -> int:
        """The number that the card of this title shows."""
        card = self.page.locator(".dashboard-component-chart-holder", has_text=title).first
        return int(card.locator(".header-line").inner_text().replace(",", ""))


@pytest.fixture(scope="module")
def reader(running: Running) -> Iterator[Reader]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": HEIGHT})
        reader = Reader(context, running)
        yield reader
        reader.page.goto("about:blank")
        browser.close()


def kept(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that an import writes, without the time that Superset stamps on each."""
    with sqlite3.connect(home / "metadata.db") as connection:
        rows = {}
        for table in KEPT_TABLES:
            found = connection.execute(f"select * from {table}")
            names = [column[0] for column in found.description]
            rows[table] = sorted(
                (
                    tuple(value for name, value in zip(names, row, strict=True) if name != STAMP)
                    for row in found
                ),
                key=repr,
            )
        rows["dashboard_slices"] = sorted(
            connection.execute("select dashboard_id, slice_id from dashboard_slices").fetchall()
        )
    connection.close()
    return rows


def test_a_second_import_changes_nothing(running: Running, warehouse: Path) -> None:
    """Asked before a page is shown: the page itself saves the colors that it worked out."""
    before = kept(running.home)
    assert len(before["dashboards"]) == len(BOARDS)
    assert len(before["slices"]) == sum(1 for _ in read_declared().charts())
    home, environment = serve.prepare(Warehouse(warehouse))
    serve.import_bundle(home, environment)
    assert kept(running.home) == before


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.key)
def test_no_chart_is_in_error(reader: Reader, board: Dashboard) -> None:
    reader.open(board)
    assert reader.errors() == []
    assert all(answer["result"][0]["rowcount"] for _, _, answer in reader.answers)
    titles = reader.page.locator("[data-test='slice-header']:visible").all_inner_texts()
    for chart in board.charts:
        if chart.key != "release":
            assert any(chart.title in title for title in titles), chart.title
    assert "SAMPLE DATA" in reader.notice()
    links = reader.page.locator("td a[target=_blank][href^=http]").count()
    assert links > 3 or board.key == "start"
    assert reader.elsewhere == []
    end = reader.page.evaluate(
        "Math.max(...[...document.querySelectorAll('.dashboard-component-chart-holder')]"
        ".map(part => part.getBoundingClientRect().bottom))"
    )
    assert end < HEIGHT
    reader.page.screenshot(
        path=IMAGES / f"superset-{board.key.replace('_', '-')}-1440.png",
        clip={"x": 0, "y": 0, "width": 1440, "height": min(HEIGHT, end + 24)},
    )


def test_a_chip_chosen_narrows_the_charts(reader: Reader) -> None:
    board = MEASURES
    reader.open(board)
    before = reader.figure("Actions in scope")
    reader.answers.clear()
    chosen = reader.page.locator(".filter-item-wrapper, [data-test='form-item-value']")
    chosen.filter(has_text="Chip").first.locator("input").first.click()
    reader.page.keyboard.type("Nvidia H20")
    reader.page.locator(".ant-select-item-option[title='Nvidia H20']").first.click()
    reader.page.locator("[data-test='filter-bar__apply-button']").click()
    reader.settle(5)
    assert reader.errors() == []
    narrowed = [
        each
        for _, asked, _ in reader.answers
        for query in asked["queries"]
        for each in query["filters"]
        if each["col"] == "family_chip_name" and each["val"] == ["Nvidia H20"]
    ]
    assert len(narrowed) >= 5
    assert 0 < reader.figure("Actions in scope") < before


def test_whoever_logs_in_lands_on_start_here(reader: Reader, running: Running) -> None:
    reader.page.goto(running.url)
    reader.page.get_by_text("What each dashboard answers").wait_for()
    reader.page.get_by_role("link", name="Measures", exact=True).click()
    reader.page.get_by_text("What the actions rest on").first.wait_for()


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.key)
def test_a_click_on_a_mark_or_a_cell_filters_nothing(reader: Reader, board: Dashboard) -> None:
    reader.open(board)
    reader.answers.clear()
    holders = reader.page.locator(".dashboard-component-chart-holder:visible")
    for place in range(holders.count()):
        holder = holders.nth(place)
        canvas, cell = holder.locator("canvas"), holder.locator("tbody td:not(:has(a))")
        if canvas.count():
            box = canvas.first.bounding_box()
            assert box is not None
            for across, down in ((0.3, 0.5), (0.5, 0.4), (0.5, 0.6), (0.7, 0.5)):
                reader.page.mouse.click(
                    box["x"] + across * box["width"], box["y"] + down * box["height"]
                )
        elif cell.count():
            cell.first.click()
    reader.page.wait_for_timeout(3000)
    assert reader.came == []
    assert reader.page.locator(EMPTY).count() == 0


def test_a_typed_value_is_an_existing_one_or_none_at_all(reader: Reader) -> None:
    reader.open(MEASURES)
    before = reader.figure("Actions in scope")
    reader.answers.clear()
    chosen = reader.page.locator(".filter-item-wrapper, [data-test='form-item-value']")
    box = chosen.filter(has_text="Chip").first.locator("input").first
    box.click()
    reader.page.keyboard.type("H20")
    reader.page.locator(".ant-select-item-option[title='Nvidia H20']").first.wait_for()
    reader.page.keyboard.press("Enter")
    reader.page.locator("[data-test='filter-bar__apply-button']").click()
    reader.settle(5)
    assert 0 < reader.figure("Actions in scope") < before
    box.click()
    reader.page.keyboard.type("no such chip")
    reader.page.keyboard.press("Enter")
    tags = reader.page.locator(".ant-select-selection-item").all_inner_texts()
    assert not any("no such chip" in text for text in tags)


def test_what_no_row_matches_says_so_and_counts_nothing(reader: Reader) -> None:
    reader.open(MEASURES)
    reader.answers.clear()
    chosen = reader.page.locator(".filter-item-wrapper, [data-test='form-item-value']")
    for name, value in (("Chip", "Nvidia H20"), ("Vendor", "SMIC")):
        chosen.filter(has_text=name).first.locator("input").first.click()
        reader.page.keyboard.type(value)
        reader.page.locator(f".ant-select-item-option[title='{value}']").first.click()
        reader.page.keyboard.press("Escape")
    reader.page.locator("[data-test='filter-bar__apply-button']").click()
    reader.settle(5)
    assert reader.errors() == []
    said = reader.page.locator(EMPTY).first.evaluate(
        "at => getComputedStyle(at.nextElementSibling, '::after').content"
    )
    assert "No row matches these filters." in said
    card = reader.page.locator(".dashboard-component-chart-holder", has_text="Actions in scope")
    assert card.first.locator(".header-line").inner_text() == "No data"


def test_a_release_under_the_running_superset_shows_at_the_next_query(
    reader: Reader, warehouse: Path
) -> None:
    board = MEASURES
    reader.open(board)
    old, actions = reader.notice(), reader.figure("Actions in scope")
    overlay = warehouse / "overlay"
    overlay.mkdir(exist_ok=True)
    (overlay / "events.csv").write_text(OVERLAY)
    publish(warehouse)
    for _ in range(2 * serve.WORKERS):
        reader.open(board)
        assert reader.errors() == []
        assert reader.notice() != old
        assert reader.figure("Actions in scope") == actions + 1


def test_nobody_reads_without_the_password(running: Running) -> None:
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{running.url}/api/v1/dashboard/")  # noqa: S310
    assert refused.value.code == 401
    assert running.password not in running.output.read_text()
    assert running.password not in (running.home / "superset.log").read_text(errors="replace")


def test_a_second_start_says_that_the_port_is_taken(running: Running, warehouse: Path) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "dashboards.superset.serve", str(running.port)],
        cwd=REPOSITORY,
        env={**os.environ, "CHIPWATCH_WAREHOUSE": str(warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {running.port}" in second.stderr
    assert "Traceback" not in second.stderr


def test_ctrl_c_stops_it_and_frees_the_port(running: Running, reader: Reader) -> None:
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    assert "Superset has stopped" in running.output.read_text()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((serve.HOST, running.port))
