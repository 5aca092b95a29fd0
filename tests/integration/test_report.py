"""The report: what it says is what the release holds, it loads nothing, and it repeats."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.report import charts
from pipelines.report.data import read_release
from pipelines.report.page import render_page
from tests.conftest import chipwatch

SECTIONS = (
    "new timeline reactions chips shares trade checks trust sources".split()  # noqa: SIM905
)
VOID = {"meta", "br", "input", "path", "circle", "rect", "use", "img", "link"}


class Reader(HTMLParser):
    """Collects ids, attributes that load something, text, and tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        for name in ("src", "srcset", "data", "poster", "href", "xlink:href", "action"):
            if name in values and not values[name].startswith("#"):
                (self.links if tag == "a" else self.loads).append(values[name])
        if tag in {"link", "script", "iframe", "img", "object", "embed", "video", "audio"}:
            self.loads.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def answer(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def database(sample_warehouse: Path) -> Path:
    return sample_warehouse / "chipwatch.duckdb"


@pytest.fixture(scope="module")
def page(database: Path) -> str:
    return render_page(read_release(database))


@pytest.fixture(scope="module")
def public_page(database: Path) -> str:
    return render_page(read_release(database, is_public=True))


def test_it_is_whole_html_and_loads_nothing(page: str, public_page: str) -> None:
    for text in (page, public_page):
        reader = read(text)
        assert reader.open == []
        assert reader.loads == []
        assert all(link.startswith("https://") for link in reader.links)
        assert not re.search(r"@import|url\(\s*['\"]?(?!#)|<script|javascript:", text)
        assert text.index("Content-Security-Policy") < text.index("<style>")
        assert len(reader.ids) == len(set(reader.ids))
        assert set(SECTIONS) <= set(reader.ids)


def test_references_inside_the_charts_lead_to_something(page: str) -> None:
    ids = set(read(page).ids)
    inside = set(re.findall(r'(?:xlink:href="|url\()#([^")]+)', page))
    assert inside
    assert inside <= ids


def test_the_same_release_gives_the_same_bytes(database: Path, page: str) -> None:
    assert render_page(read_release(database)) == page


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
    database: Path, page: str, public_page: str
) -> None:
    assert "Public edition." in public_page
    assert "Public edition." not in page
    assert "Nvidia, close in USD" in page
    assert "Nvidia, close in USD" not in public_page
    assert "Prices are left out" in public_page
    assert "Reactions are left out" in public_page
    assert "abnormal return, %" not in public_page
    report = read_release(database, is_public=True)
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
    text = render_page(read_release(bare))
    assert read(text).open == []
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


def test_a_file_that_is_no_release_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(ChipwatchError, match="cannot be read as a release"):
        read_release(other)


def test_the_command_writes_one_file(sample_warehouse: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    result = chipwatch(
        "report", "--warehouse", sample_warehouse, "--public", "--output", target, "--json"
    )
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["is_public"] is True
    assert record["bytes"] == target.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_the_command_says_what_is_wrong(sample_warehouse: Path, tmp_path: Path) -> None:
    missing = chipwatch("report", "--warehouse", tmp_path / "nothing")
    assert missing.returncode == 1
    assert "Nothing is published yet" in missing.stderr
    place = chipwatch(
        "report", "--warehouse", sample_warehouse, "--output", tmp_path / "no" / "where.html"
    )
    assert place.returncode == 1
    assert "could not be written" in place.stderr
    assert "Traceback" not in missing.stderr + place.stderr
