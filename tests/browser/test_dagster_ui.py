"""The Dagster UI as a person uses it: look at the graph, press the button, read what came of it.

`make ui-test` installs what is needed; without a browser the suite skips and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.releases.shelf import current_release_id, releases
from pipelines.warehouse import Warehouse
from tests.browser.dagster_ui import Ui, running_ui
from tests.conftest import REPOSITORY

playwright = pytest.importorskip(
    "playwright.sync_api", reason="no playwright here; `make ui-test` installs it"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
IMAGES = REPOSITORY / "docs" / "images"
WIDTH, HEIGHT = 1440, 900

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; `make ui-test` installs it"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(tmp_path_factory.mktemp("ui") / "warehouse")


@pytest.fixture(scope="module")
def ui(place: Warehouse) -> Iterator[Ui]:
    with running_ui(place.root) as running:
        yield running


@pytest.fixture(scope="module")
def page(ui: Ui) -> Iterator[playwright.Page]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        opened.set_default_timeout(60_000)
        yield opened
        browser.close()


def _shoot(page: playwright.Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    page.screenshot(path=str(IMAGES / f"{name}.png"))


def test_a_person_finds_the_graph_and_starts_the_job(
    ui: Ui, page: playwright.Page, place: Warehouse
) -> None:
    page.goto(f"{ui.address}/asset-groups")
    page.get_by_text("raw", exact=True).first.wait_for()
    _shoot(page, "dagster-graph")
    page.goto(f"{ui.address}/locations/pipelines.defs.definitions/jobs/build/playground")
    page.get_by_role("button", name="Launch run").click()
    page.wait_for_url("**/runs/**")
    run = page.url.rsplit("/", 1)[1].split("?")[0]
    assert ui.wait(run) == "SUCCESS"
    assert current_release_id(place) is not None
    page.reload()
    page.get_by_text("Success", exact=True).first.wait_for()
    _shoot(page, "dagster-run")


def test_a_mart_shows_rows_preview_and_checks(ui: Ui, page: playwright.Page) -> None:
    page.goto(f"{ui.address}/assets/marts/rpt_events")
    page.get_by_text("Row count").first.wait_for()
    page.get_by_text("preview").first.wait_for()
    _shoot(page, "dagster-mart")
    page.goto(f"{ui.address}/assets/marts/fct_sanction_events?view=checks")
    page.get_by_text("Show Markdown").first.click()
    page.get_by_text("what it asks").first.wait_for()
    page.get_by_text("The key is filled and stands for one row.").first.wait_for()
    _shoot(page, "dagster-checks")


def test_the_release_shows_its_figures_and_where_the_report_lies(
    ui: Ui, page: playwright.Page, place: Warehouse
) -> None:
    page.goto(f"{ui.address}/assets/release/chipwatch")
    page.get_by_text(str(current_release_id(place))).first.wait_for()
    page.get_by_text("the first release").first.wait_for()
    _shoot(page, "dagster-release")
    page.goto(f"{ui.address}/assets/release/report")
    page.get_by_text("report/index.html").first.wait_for()


def test_materialize_all_in_one_process_and_in_many(ui: Ui, place: Warehouse) -> None:
    assert ui.wait(ui.launch("__ASSET_JOB")) == "SUCCESS"
    many = {"execution": {"config": {"multiprocess": {"max_concurrent": 2}}}}
    before = len(releases(place))
    assert ui.wait(ui.launch("__ASSET_JOB", **many), 1800) == "SUCCESS"
    assert len(releases(place)) == before + 1


def test_two_builds_at_once_end_with_whole_releases(ui: Ui, place: Warehouse) -> None:
    runs = [ui.launch("build"), ui.launch("build")]
    ended = [ui.wait(run) for run in runs]
    assert "SUCCESS" in ended
    assert current_release_id(place) == releases(place)[-1].release_id


def test_a_killed_run_leaves_the_release_and_the_next_one_succeeds(
    ui: Ui, place: Warehouse
) -> None:
    before = current_release_id(place)
    run = ui.launch("build")
    build = place.build(run)
    until = time.monotonic() + 120
    while not (build.path / "owner.json").exists():
        assert time.monotonic() < until
        time.sleep(0.5)
    os.kill(_owner(build.path), signal.SIGKILL)
    assert ui.wait(run) == "FAILURE"
    assert current_release_id(place) == before
    assert ui.wait(ui.launch("build")) == "SUCCESS"
    assert current_release_id(place) != before


def _owner(build: Path) -> int:
    return int(json.loads((build / "owner.json").read_text())["pid"])


def test_a_wrong_file_of_ones_own_is_refused_before_anything_is_planned(
    ui: Ui, page: playwright.Page, place: Warehouse
) -> None:
    overlay = place.overlay / "events.csv"
    overlay.parent.mkdir(exist_ok=True)
    overlay.write_text("event_id,nonsense\nx,y\n", encoding="utf-8")
    runs = "query { runsOrError { ... on Runs { results { runId } } } }"
    before = ui.ask(runs)
    try:
        page.goto(f"{ui.address}/locations/pipelines.defs.definitions/jobs/build/playground")
        page.get_by_role("button", name="Launch run").click()
        page.get_by_text("Nothing was started.").first.wait_for()
        page.get_by_text("events.csv").first.wait_for()
        _shoot(page, "dagster-failure")
    finally:
        overlay.unlink()
    assert ui.ask(runs) == before


def test_a_failure_is_readable_in_one_click(
    ui: Ui, page: playwright.Page, place: Warehouse
) -> None:
    """A file that goes wrong after the run was made is told by the run's own page."""
    overlay = place.overlay / "events.csv"
    overlay.parent.mkdir(exist_ok=True)
    run = ui.launch("build")
    overlay.write_text("event_id,nonsense\nx,y\n", encoding="utf-8")
    try:
        assert ui.wait(run) == "FAILURE"
    finally:
        overlay.unlink()
    page.goto(f"{ui.address}/runs/{run}")
    page.get_by_text("events.csv").first.wait_for()
    page.get_by_text("What to do").first.wait_for()
