"""The composed news: enough of it, on reserved domains, about events the ledger knows."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.raw.parse import parse_payload
from pipelines.sample.news import compose, tokenise
from pipelines.sample.payloads import INPUTS_FOLDER
from pipelines.specs import spec

ACTIONS = Path(__file__).parents[3] / "dbt_project" / "seeds" / "ledger" / "actions.csv"
RESERVED = re.compile(r"https?://(?:[a-z0-9-]+\.)*(?:example|test|example\.(?:com|org|net))[:/]")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def rows() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for payload in compose():
        name = f"{payload.source}/{payload.dataset}"
        found.setdefault(name, []).extend(parse_payload(spec(name), payload.payload).rows)
    return found


def test_there_are_over_two_hundred_items(rows: dict[str, list[dict[str, Any]]]) -> None:
    items = table(INPUTS_FOLDER / "news_items.csv")
    titles = [item["title"] for item in items]
    assert len(items) >= 200
    assert 0.15 < 1 - len(set(titles)) / len(titles) < 0.3
    assert sum("\u4e00" <= title[:1] <= "\u9fff" for title in titles) >= 20
    assert len(rows["gdelt_doc/articles"]) >= 180
    assert len(rows["rss/items"]) >= 120


def test_every_address_is_on_a_reserved_domain(rows: dict[str, list[dict[str, Any]]]) -> None:
    for row in (row for of_source in rows.values() for row in of_source):
        assert RESERVED.match(row["served_url"]), row["served_url"]


def test_real_stories_belong_to_events_of_the_ledger() -> None:
    known = {row["event_id"] for row in table(ACTIONS)}
    stories = table(INPUTS_FOLDER / "news_stories.csv")
    for story in stories:
        assert story["basis"] in {"real", "invented"}
        assert not story["event_id"] or story["event_id"] in known, story["event_id"]
        assert not (story["basis"] == "invented" and story["event_id"])
    assert Counter(story["basis"] for story in stories)["invented"] >= 15


def test_the_bad_habits_are_there(rows: dict[str, list[dict[str, Any]]]) -> None:
    listed, fed = rows["gdelt_doc/articles"], rows["rss/items"]
    addresses = Counter(row["url"] for row in listed)
    assert sum(count > 1 for count in addresses.values()) >= 4
    assert any(
        " , " in row["served_title"] or " ?" in row["served_title"]
        for row in listed
        if row["title"]
    )
    assert any(row["title"] is None for row in listed)
    assert any("\\" in (row["served_title"] or "") for row in listed)
    assert sum(row["guid"] is None for row in fed) >= 20
    assert {row["time_problem"] for row in fed} >= {"missing", None}
    assert {row["outlet_basis"] for row in fed} == {"source_element", "title_suffix", "feed_title"}


def test_several_newsrooms_report_the_guidance_on_the_h20(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    words = re.compile(r"H20")
    outlets = {
        row["domain"]
        for row in rows["gdelt_doc/articles"]
        if row["title"]
        and words.search(row["title"])
        and "2024-09-27" <= str(row["seen_on"]) <= "2024-09-28"
    }
    assert len(outlets) >= 8


@pytest.mark.parametrize(
    ("title", "served"),
    [
        ("U.S. curbs, delays", "U . S . curbs , delays"),
        ("Nvidia's 5.5% loss?", "Nvidia 5 . 5 % loss ?"),
        ("a state-backed 'ban'", "a state - backed  ban"),
        ("芯片：新规", "芯片 ： 新规"),
    ],
)
def test_titles_are_served_as_the_lists_do(title: str, served: str) -> None:
    assert tokenise(title) == served


def test_items_stay_the_same_bytes() -> None:
    assert [payload.payload for payload in compose()] == [payload.payload for payload in compose()]
