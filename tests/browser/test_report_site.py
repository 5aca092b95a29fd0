"""The report as a person uses it: search, click a mark, choose a day, hide what a legend names.

`make ui-test` installs what is needed; without a browser the suite skips and says so.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.test_serve import served

playwright = pytest.importorskip(
    "playwright.sync_api", reason="NOT TESTED: no playwright here; `make ui-test` installs it"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
WIDTHS = (1440, 1024, 390)
PAGES = (
    "index.html", "as-of.html", "timeline.html", "reactions.html", "chips.html", "shares.html",
    "trade.html", "subjects.html", "trust.html", "chips/nvidia-h20-96gb.html",
    "companies/huawei.html", "companies/nvidia.html", "authorities/us-bis.html", "lists/el.html",
    "measures/us-bis-affiliates-rule-2025.html",
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NOT TESTED: no Chromium here; `make ui-test` installs it"
    ),
]


@pytest.fixture(scope="module")
def folder(sample_warehouse: Path) -> Path:
    [written] = (sample_warehouse / "releases").glob("*/report")
    return written


@pytest.fixture(scope="module", params=["file", "http"])
def base(request: pytest.FixtureRequest, folder: Path, sample_warehouse: Path) -> Iterator[str]:
    if request.param == "file":
        yield f"{folder.as_uri()}/"
    else:
        with served(sample_warehouse) as port:
            yield f"http://127.0.0.1:{port}/report/"


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.set_default_timeout(20_000)
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert said == [], "the browser complained"
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_window_and_none_is_refused_a_file(
    browser: playwright.Browser, base: str, scheme: str
) -> None:
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on(
            "requestfailed",
            lambda request, said=said: said.append(f"{request.failure} {request.url}"),
        )
        for path in PAGES:
            page.goto(base + path)
            assert page.locator("h1").count() == 1, path
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) == 0, (path, width)
        left_behind = [one for one in said if one.startswith("net::ERR_ABORTED")]
        assert [one for one in said if one not in left_behind] == []
        assert all(one.endswith("icon.svg") for one in left_behind), "asked for when one had left"
        page.close()


def test_the_search_leads_to_a_page_and_tells_of_a_listed_name(
    page: playwright.Page, base: str
) -> None:
    page.goto(f"{base}index.html")
    page.get_by_role("searchbox").fill("h20 96")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"chips/nvidia-h20-96gb\.html"))
    page.get_by_role("searchbox").fill("huawei")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"companies/huawei\.html"))
    page.get_by_role("searchbox").fill("shanghai fudan")
    found = page.locator("#found")
    found.get_by_text("on Entity List from").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#found') !== null")
    page.keyboard.press("Escape")
    assert not found.is_visible()
    page.get_by_role("searchbox").fill("no such name at all")
    found.get_by_text("That is no clearance").wait_for()


def test_a_mark_is_read_by_pointer_and_by_keyboard_and_leads_to_its_page(
    page: playwright.Page, base: str
) -> None:
    page.goto(f"{base}timeline.html")
    chart = page.locator("svg.chart:visible").first
    lower, upper = chart.locator("g.mark").nth(0), chart.locator("g.mark").nth(1)
    box = upper.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator("#tip")
    assert {lower.get_attribute("data-told"), upper.get_attribute("data-told")} <= set(
        tip.inner_text().split("\n")
    ), "two actions of one day lie on one another"
    chart.focus()
    page.keyboard.press("End")
    last = tip.inner_text()
    page.keyboard.press("ArrowLeft")
    assert tip.inner_text() != last
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    upper.locator("a").click()
    page.wait_for_url(re.compile(r"/(measures|authorities)/"))


def test_a_chart_is_enlarged_by_button_key_and_wheel_and_is_whole_again(
    page: playwright.Page, base: str
) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{base}companies/nvidia.html")
        chart = page.locator(".zoomable:visible").first
        frame = chart.locator(".zoom")

        def times(frame: playwright.Locator = frame) -> float:
            return float(frame.evaluate("at => at.scrollWidth / at.clientWidth"))

        assert times() == 1
        chart.get_by_role("button", name="Larger chart").click()
        assert times() == 2
        frame.locator("svg.chart").focus()
        page.keyboard.press("+")
        assert times() == 4
        assert float(frame.evaluate("at => at.scrollLeft")) > 0, "the middle stays in the middle"
        page.keyboard.press("End")
        page.locator("#tip").wait_for()
        page.keyboard.press("0")
        assert times() == 1
        box = frame.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.keyboard.down("Control")
        page.mouse.wheel(0, -100)
        page.keyboard.up("Control")
        page.wait_for_function("at => at.scrollWidth > at.clientWidth", arg=frame.element_handle())
        chart.get_by_role("button", name="The whole chart").click()
        assert times() == 1
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0


def test_an_entry_of_a_legend_hides_its_marks(page: playwright.Page, base: str) -> None:
    page.goto(f"{base}timeline.html")
    marks = page.locator("svg.chart:visible g.mark[data-of=US-loosen]")
    assert marks.first.is_visible()
    entry = page.get_by_role("button", name="the United States loosens")
    entry.click()
    assert not marks.first.is_visible()
    entry.press("Enter")
    assert marks.first.is_visible()


def test_a_chosen_day_is_answered_as_the_macros_do(
    page: playwright.Page, base: str, sample_warehouse: Path
) -> None:
    page.goto(f"{base}as-of.html#2025-10-15")
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:

        def counts(on: str, known: str | None) -> str:
            row = connection.execute(
                "select (select count(*) from marts.measures_as_of($on, known_on := $known)), "
                "(select count(*) from marts.listings_as_of($on, known_on := $known))",
                {"on": on, "known": known},
            ).fetchone()
            assert row is not None
            return rf"On {on}.*: {row[0]} measures with a status, \d+ chips, {row[1]:,} listings"

        said = page.locator("#said")
        said.get_by_text(re.compile(counts("2025-10-15", None))).wait_for()
        row = page.locator("#measures tr", has_text="Affiliates Rule")
        assert "In force" in row.inner_text()
        page.get_by_label("On", exact=True).fill("2025-12-01")
        page.get_by_label("As known on").fill("2025-12-01")
        said.get_by_text(re.compile(counts("2025-12-01", "2025-12-01"))).wait_for()
        assert "Suspended" in row.inner_text()
        slider = page.get_by_label("The day, by sliding")
        slider.focus()
        page.keyboard.press("ArrowRight")
        said.get_by_text(re.compile(counts("2025-12-02", "2025-12-01"))).wait_for()
    page.get_by_role("link", name="Chips", exact=True).click()
    assert page.get_by_label("On", exact=True).input_value() == "2025-12-02"
    row.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"measures/us-bis-affiliates-rule-2025"))


def test_from_a_company_to_its_files_and_back(page: playwright.Page, base: str) -> None:
    page.goto(f"{base}subjects.html")
    page.get_by_role("link", name="Huawei", exact=True).click()
    page.get_by_text("Entity List").first.wait_for()
    files = page.get_by_role("link", name=re.compile("Everything on this page as JSON"))
    if base.startswith("file:"):
        files.click()
        page.wait_for_url("**/huawei.json")
        page.go_back()
    else:
        with page.expect_download() as begun:
            files.click()
        assert begun.value.suggested_filename == "huawei.json"
    page.get_by_role("link", name="chipwatch").first.click()
    page.get_by_role("heading", name="What is new").wait_for()
