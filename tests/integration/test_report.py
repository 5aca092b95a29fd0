"""The report: what it says is what the release holds, it loads only its own files, it repeats."""

import hashlib
import json
import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import feedparser
import icalendar
import pytest

from pipelines.errors import ChipwatchError
from pipelines.releases.site_files import LIST_NAME, damaged, listed, site_file
from pipelines.report.charts import overview as charts
from pipelines.report.data import read_release
from pipelines.report.site import KINDS, render_site
from tests.as_if_live import as_if_live
from tests.conftest import chipwatch

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SECTIONS = {
    "index.html": ["new"],
    "timeline.html": ["timeline"],
    "reactions.html": ["reactions"],
    "chips.html": ["chips"],
    "shares.html": ["shares"],
    "trade.html": ["trade"],
    "trust.html": ["checks", "trust", "review", "sources"],
}
VOID = {"meta", "br", "input", "path", "circle", "rect", "use", "img", "link", "line"}
LARGEST_PAGE, LARGEST_SCRIPTS, LARGEST_SITE = 300_000, 1_500_000, 60_000_000
Site = Mapping[str, bytes]


class Reader(HTMLParser):
    """Collects ids, what is loaded, links, text, attributes that run something, tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.runs: list[str] = []
        self.is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.runs += [name for name in values if name.startswith("on")]
        for name in ("src", "srcset", "data", "poster", "href", "xlink:href", "action"):
            if name in values and not values[name].startswith("#"):
                (self.links if tag == "a" else self.loads).append(values[name])
        if tag in {"iframe", "img", "object", "embed", "video", "audio"}:
            self.loads.append(tag)
        self.is_script = tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.is_script = False
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.is_script and data.strip():
            self.runs.append(data)
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def pages_of(site: Site) -> dict[str, str]:
    return {path: text.decode() for path, text in site.items() if path.endswith(".html")}


def site_scripts(site: Site) -> dict[str, list[str]]:
    """The scripts that each page loads."""
    return {
        path: re.findall(r"<script[^>]*>", text)
        for path, text in pages_of(site).items()
        if "/" not in path
    }


def answer(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def database(sample_warehouse: Path) -> Path:
    return sample_warehouse / "chipwatch.duckdb"


@pytest.fixture(scope="module")
def site(database: Path) -> Site:
    return render_site(database)


@pytest.fixture(scope="module")
def live_database(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_if_live(database, tmp_path_factory.mktemp("as_if_live"))


@pytest.fixture(scope="module")
def public_site(live_database: Path) -> Site:
    return render_site(live_database, is_public=True)


@pytest.fixture(scope="module")
def page(site: Site) -> str:
    """The sections, one after the other."""
    return "".join(site[path].decode() for path in SECTIONS)


@pytest.fixture(scope="module")
def public_page(public_site: Site) -> str:
    return "".join(public_site[path].decode() for path in SECTIONS)


def test_pages_are_whole_and_load_and_run_only_files_of_the_site(
    site: Site, public_site: Site
) -> None:
    for edition in (site, public_site):
        for path, text in pages_of(edition).items():
            reader = read(text)
            assert reader.open == [], path
            assert reader.runs == [], path
            assert len(reader.ids) == len(set(reader.ids)), path
            for load in reader.loads:
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), load)) in edition
            assert not re.search(r"@import|url\(\s*['\"]?(?!#)|javascript:", text), path
            assert text.index("Content-Security-Policy") < text.index("<link"), path
        for path, ids in SECTIONS.items():
            assert set(ids) <= set(read(edition[path].decode()).ids)


def test_every_link_leads_somewhere(site: Site, public_site: Site) -> None:
    for edition in (site, public_site):
        ids = {path: set(read(text).ids) for path, text in pages_of(edition).items()}
        for path, text in pages_of(edition).items():
            for link in read(text).links:
                if link.startswith(("https://", "http://")):
                    continue
                target, _, fragment = link.partition("#")
                there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                assert there in edition, f"{path}: {link}"
                assert not fragment or fragment in ids[there], f"{path}: {link}"


def test_the_site_keeps_its_sizes(site: Site) -> None:
    assert {
        p: len(t) for p, t in site.items() if p.endswith("html") and len(t) > LARGEST_PAGE
    } == {}
    assert sum(len(t) for p, t in site.items() if p.startswith("shared/")) <= LARGEST_SCRIPTS
    assert sum(map(len, site.values())) <= LARGEST_SITE


def test_every_curated_subject_has_a_page_with_its_rows(database: Path, site: Site) -> None:
    expected = {
        "chips": "dim_chip",
        "companies": "dim_vendor where not is_aggregate",
        "measures": "dim_measure",
        "authorities": "dim_authority",
        "lists": "dim_screening_list",
    }
    assert {kind.folder for kind in KINDS} == expected.keys()
    for folder, table in expected.items():
        ((number,),) = answer(database, f"select count(*) from marts.{table}")
        made = [p for p in site if p.startswith(f"{folder}/") and p.endswith(".html")]
        assert len(made) == number, folder
        for path in made:
            told = json.loads(site[path.replace(".html", ".json")])
            text = " ".join("".join(read(site[path].decode()).text).split())
            assert f"release {told['release_id']}" in text
            assert "sample data: do not cite" in text
            for name, rows in told["tables"].items():
                csv = site[path.replace(".html", f".{name}.csv")].decode()
                assert csv.split("\n", 1)[0].split(",") == list(rows[0])
                assert f"CSV ({len(rows):,} row" in text


def test_a_page_tells_both_sides_of_a_chip(database: Path, site: Site) -> None:
    chip_id = "nvidia-h20-96gb"
    path = f"chips/{chip_id}"
    told = json.loads(site[f"{path}.json"])
    rows = answer(
        database,
        "select strftime(valid_from, '%Y-%m-%d'), us_status from marts.rpt_chip_status "
        f"where chip_id = '{chip_id}' order by valid_from",
    )
    assert [(row["valid_from"], row["us_status"]) for row in told["tables"]["status"]] == rows
    present = {
        json.loads(site[one])["id"]: json.loads(site[one])["facts"]["us_status"]
        for one in site
        if one.startswith("chips/") and one.endswith(".json")
    }
    expected = "select chip_id, us_status from marts.rpt_chip_status where is_present"
    assert present == dict(answer(database, expected))
    text = site[f"{path}.html"].decode()
    assert "Washington" in text
    assert "Beijing today" in text
    assert "<svg" in text
    assert "../measures/" in text
    assert "../companies/nvidia.html" in text


def test_the_search_finds_every_listed_name_that_stands_on_no_page(
    database: Path, site: Site
) -> None:
    script = site["shared/search-index.js"].decode()
    index = json.loads(script.removeprefix("window.chipwatchIndex = ").rstrip().rstrip(";"))
    listed = {name for name, *_ in index["listed"]}
    expected = {
        name
        for (name,) in answer(
            database,
            "select distinct listed_name from marts.rpt_listed_names "
            "where not is_address_entry and not is_user_data",
        )
    }
    assert index["leftOut"] == 0
    assert listed == expected
    assert {path for _, _, path, _ in index["pages"]} <= site.keys()


def test_the_day_of_the_release_is_the_day_of_the_marts(database: Path) -> None:
    days = answer(database, "select distinct as_of_on from marts.rpt_open_expiries")
    assert days == [(read_release(database).as_of_on,)]


def test_what_is_new_is_not_empty_on_first_contact(site: Site) -> None:
    text = site["index.html"].decode()
    assert "This is the first release" in text
    assert re.search(r"Below stands what became known in the last 90 days of the data", text)
    assert text.partition("Below stands")[2].partition("Latest actions")[0].count("<li>") > 0


def test_the_calendar_holds_what_is_ahead_and_what_is_open(database: Path, site: Site) -> None:
    calendar = icalendar.Calendar.from_ical(site["feeds/dates.ics"])
    events = calendar.walk("VEVENT")
    told = {(event.decoded("dtstart"), str(event["categories"].cats[0])) for event in events}
    expected = answer(
        database,
        "select announced_on, if(outcome = 'ahead', 'ahead', 'outcome unknown') "
        "from marts.rpt_open_expiries",
    )
    assert set(expected) <= told
    assert {kind for _, kind in told} == {"ahead", "outcome unknown"}
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert all(isinstance(event.decoded("dtstart"), date) for event in events)
    assert all("sample data: do not cite" in str(event["description"]) for event in events)
    day = read_release(database).as_of_on
    assert all((on > day) == (kind == "ahead") for on, kind in told)
    shown = site["index.html"].decode()
    for event in events:
        title = str(event["summary"]).split(": ", 1)[1].rsplit(": ", 1)[0]
        assert escape(title.partition(": outcome unknown")[0]) in shown


def test_the_feeds_tell_what_the_page_tells(site: Site) -> None:
    atom = feedparser.parse(site["feeds/new.atom.xml"])
    assert not atom.bozo
    told = json.loads(site["feeds/new.json"])
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [entry.title for entry in atom.entries] == [item["title"] for item in told["items"]]
    assert [entry.id for entry in atom.entries] == [item["id"] for item in told["items"]]
    assert [entry.updated for entry in atom.entries] == [
        item["date_published"] for item in told["items"]
    ]
    shown = site["index.html"].decode()
    assert all(escape(item["title"]) in shown for item in told["items"])


@pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium here to open a page with")
@pytest.mark.parametrize(
    ("path", "made_by_the_script"),
    [
        ("as-of.html#2025-10-15", "On 2025-10-15: "),
        ("timeline.html", 'aria-pressed="true"'),
        ("companies/huawei.html", '<div class="search" role="search">'),
    ],
)
def test_a_page_opened_from_the_disk_runs_its_scripts(
    sample_warehouse: Path, tmp_path: Path, path: str, made_by_the_script: str
) -> None:
    [folder] = (sample_warehouse / "releases").glob("*/report")
    opened = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}",
            "--virtual-time-budget=5000",
            "--dump-dom",
            f"{folder.as_uri()}/{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert made_by_the_script in opened.stdout


def test_references_inside_the_charts_lead_to_something(site: Site) -> None:
    every = set()
    for path, text in pages_of(site).items():
        inside = set(re.findall(r'(?:xlink:href="|url\()#([^")]+)', text))
        assert inside <= set(read(text).ids), path
        every |= inside
    assert every


def test_the_same_release_gives_the_same_bytes(database: Path, site: Site) -> None:
    assert render_site(database) == site


def test_no_colour_of_the_drawing_is_left_fixed(page: str) -> None:
    charts_only = "".join(re.findall(r"<svg viewBox.*?</svg>", page, re.DOTALL))
    assert "var(--fg)" in charts_only
    assert re.findall(r"(?:fill|stroke): #[0-9a-f]{6}", charts_only) == []


def test_it_says_what_the_release_says(database: Path, page: str) -> None:
    text = " ".join("".join(read(page).text).split())
    ((release_id, passed),) = answer(
        database,
        "select release_id, checks_passed_count from meta.releases where is_current",
    )
    assert f"chipwatch release {release_id}" in text
    assert f"{passed:,}checks passed" in text
    assert "Sample data." in text
    ((title,),) = answer(
        database,
        "select title from marts.rpt_events where scope = 'core' and public_on <= "
        "(select released_at from meta.releases where is_current) "
        "order by public_on desc, event_id limit 1",
    )
    assert str(title) in text
    for (message,) in answer(database, "select message from meta.checks where not is_passed"):
        assert str(message).partition(" Found:")[0] in text


def test_every_action_stands_in_the_chart(database: Path, page: str) -> None:
    ((expected,),) = answer(
        database,
        "select count(*) from marts.rpt_events where scope = 'core' and jurisdiction in "
        "('US', 'CN') and direction in ('tighten', 'loosen') and public_on >= '2021-06-01' "
        "and public_on <= (select released_at from meta.releases where is_current)",
    )
    lanes = page.partition('<section id="timeline">')[2].partition('class="narrow"')[0]
    titles = re.findall(r"<title>(\d{4}-\d\d-\d\d) · ", lanes)
    assert len([day for day in titles if day >= "2021-06-01"]) >= int(str(expected)) > 80


def test_error_bars_are_those_of_the_t_statistic(database: Path) -> None:
    report = read_release(database)
    shown = charts.shown_reactions(report)
    assert 10 < len(shown) <= charts.REACTIONS_SHOWN
    assert [row["day0_on"] for row in shown] == sorted({row["day0_on"] for row in shown})
    told = answer(
        database,
        "select day0_on, any_value(p_value) from marts.rpt_market_reaction where is_default "
        "and security_id = 'nvda' and model = 'market_model' and window_label = '[0, 0]' "
        "group by day0_on",
    )
    by_t = {day: float(str(value)) for day, value in told if value is not None}
    for row in shown:
        clear = abs(float(row["abnormal_return_pct"])) > charts.half_interval(row)
        if not 0.049 < by_t[row["day0_on"]] < 0.051:
            assert clear == (by_t[row["day0_on"]] < 0.05)


def test_a_reaction_quotes_the_quantile_p_with_its_sessions(database: Path, page: str) -> None:
    row = charts.shown_reactions(read_release(database))[0]
    ((p_quantile, count),) = answer(
        database,
        "select any_value(p_quantile), any_value(estimation_sessions) "
        "from marts.rpt_market_reaction where is_default and security_id = 'nvda' "
        "and model = 'market_model' and window_label = '[0, 0]' "
        f"and day0_on = '{row['day0_on']}'",
    )
    told = f"p {float(str(p_quantile)):.3f}, n {count}: {row['event_title']}</title>"
    assert page.count(told) == 4, "bar and mark, wide and narrow"


def test_conflicting_estimates_stand_side_by_side(database: Path, page: str) -> None:
    rows = {
        (year, vendor): [float(row["value"]) for row in estimates]
        for year, vendor, estimates in charts.share_rows(read_release(database))
    }
    assert {20.3, 28.0, 40.0} <= set(rows[2025, "Huawei"])
    table = page.partition('<section id="shares">')[2].partition("</section>")[0]
    for value in ("20.3", "28", "40"):
        assert re.search(rf"<td[^>]*>Huawei</td><td[^>]*>{re.escape(value)}</td>", table)


def test_public_leaves_out_prices_and_what_comes_from_them(
    database: Path, live_database: Path, page: str, public_page: str
) -> None:
    assert "Public edition." in public_page
    assert "Public edition." not in page
    assert "Nvidia, close in USD" in page
    assert "Nvidia, close in USD" not in public_page
    assert "Prices are left out" in public_page
    assert "Reactions are left out" in public_page
    assert "abnormal return, %" not in public_page
    assert read_release(database, is_public=True).prices, "the sample may be passed on"
    report = read_release(live_database, is_public=True)
    assert report.prices is None
    assert report.reactions is None
    assert any("Yahoo" in name for name in report.restricted)
    assert report.trade, "Taiwan's figures may be passed on"


def test_empty_marts_are_said_to_be_empty(database: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.duckdb"
    shutil.copy(database, bare)
    bare.chmod(0o644)
    with duckdb.connect(str(bare)) as connection:
        for (table,) in connection.execute(
            "select distinct table_name from meta.columns where table_schema = 'marts'"
        ).fetchall():
            connection.execute(f"delete from marts.{table}")
        connection.execute("update meta.checks set is_passed = true")
    made = render_site(bare)
    text = "".join(pages_of(made).values())
    assert all(read(one).open == [] for one in pages_of(made).values())
    for told in (
        "No action is known.",
        "No step with a date ahead is known.",
        "No reaction can be estimated",
        "No chip that an action names",
        "No estimate of a whole year is known.",
        "Fewer than two quarters",
        "No trade figures of Taiwan",
        "No check failed.",
    ):
        assert told in text, told


def test_what_looks_like_a_script_in_the_data_stays_text(database: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.duckdb"
    shutil.copy(database, hostile)
    hostile.chmod(0o644)
    attack = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\"'"
    with duckdb.connect(str(hostile)) as connection:
        for column in (
            "dim_vendor.vendor_name",
            "dim_chip.chip_name",
            "dim_measure.measure_title",
            "dim_authority.authority_name",
            "dim_screening_list.list_name",
            "rpt_events.title",
            "rpt_events.source_url",
            "rpt_listed_names.listed_name",
            "bridge_event_evidence.publisher",
            "bridge_event_evidence.url",
            "fct_measure_status.clause",
        ):
            table, _, name = column.partition(".")
            connection.execute(f"update marts.{table} set {name} = ?", [attack])
    made = render_site(hostile)
    assert site_scripts(made) == site_scripts(render_site(database))
    for path, text in pages_of(made).items():
        reader = read(text)
        assert reader.runs == [], path
        assert reader.open == [], path
        assert "<img" not in text, path
        assert all(
            link.startswith(("https://", "http://")) or "alert" not in link for link in reader.links
        ), path
    for path in ("shared/search-index.js", "shared/as-of-data.js"):
        assert "\u2028" not in made[path].decode()


def test_a_file_that_is_no_release_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(ChipwatchError, match="cannot be read as a release"):
        render_site(other)


def test_the_command_writes_one_folder(sample_warehouse: Path, tmp_path: Path) -> None:
    target = tmp_path / "pages"
    result = chipwatch(
        "report", "--warehouse", sample_warehouse, "--public", "--output", target, "--json"
    )
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["is_public"] is True
    made = [path for path in target.rglob("*") if path.is_file()]
    assert record["files"] == len(made)
    assert record["bytes"] == sum(path.stat().st_size for path in made)
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]
    again = chipwatch(
        "report", "--warehouse", sample_warehouse, "--public", "--output", target, "--json"
    )
    assert json.loads(again.stdout) == record


def test_the_command_says_what_is_wrong(sample_warehouse: Path, tmp_path: Path) -> None:
    missing = chipwatch("report", "--warehouse", tmp_path / "nothing")
    assert missing.returncode == 1
    assert "Nothing is published yet" in missing.stderr
    place = chipwatch(
        "report", "--warehouse", sample_warehouse, "--output", tmp_path / "no" / "where"
    )
    assert place.returncode == 1
    assert "could not be written" in place.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    other = chipwatch("report", "--warehouse", sample_warehouse, "--output", tmp_path / "mine")
    assert other.returncode == 1
    assert "something else is there" in other.stderr
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"
    assert "Traceback" not in missing.stderr + place.stderr + other.stderr


def test_a_page_that_is_not_as_it_was_written_is_told_and_not_served(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    [written] = (sample_warehouse / "releases").glob("*/report")
    folder = tmp_path / "report"
    shutil.copytree(written, folder)
    files = json.loads((folder / LIST_NAME).read_text())["files"]
    assert damaged(folder) == []
    assert files == {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST_NAME
    }
    assert site_file(folder, listed(folder), "../manifest.json") is None
    (folder / "trade.html").write_text("changed")
    (folder / "planted.html").write_text("planted")
    assert damaged(folder) == [f"{folder / 'trade.html'}: it is not as it was written"]
    assert site_file(folder, listed(folder), "planted.html") is None
    with pytest.raises(ChipwatchError, match=r"trade\.html is not as it was written"):
        site_file(folder, listed(folder), "trade.html")
    (folder / LIST_NAME).write_text("{")
    assert len(damaged(folder)) == 1
