"""Newsrooms are counted by who published: what one feed, owner or text can make of a story.

The feeds are composed; each carries one way of making one voice look like many.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import pytest

from tests.conftest import chipwatch

pytestmark = pytest.mark.slow

Item = tuple[str, str]
"""Host or address of an item, and its title."""

H20 = (
    "US orders Nvidia to halt sales of H20 chips to China",
    "Commerce Department bars Nvidia from shipping H20 processors to Chinese customers",
    "Washington blocks exports of the H20 as it tightens curbs on AI chips for China",
    "Nvidia told by US government that H20 exports to China need a license",
)
ONE_TEXT = (
    H20[0],
    f"{H20[0]} - The Invented Herald",
    "US orders Nvidia to halt sales of H20 chips to Сhina",
    "U.S. orders Nvidia to halt sales of its H20 chips to China",
)
OWN_HEADLINES = Path(__file__).resolve().parents[1] / "data" / "own_headlines.csv"


def flood(count: int) -> list[Item]:
    """So many invented hosts, which report all the measures there are."""
    with OWN_HEADLINES.open(encoding="utf-8", newline="") as file:
        titles = [row["headline"] for row in csv.DictReader(file) if row["is_event"] == "1"]
    return [(f"paper{n}.example", titles[n % len(titles)]) for n in range(count)]


def feed(day: datetime, items: Sequence[Item], sources: bool = False) -> str:
    def one(number: int, host: str, title: str) -> str:
        source = f'<source url="https://{host}/">{host}</source>' if sources else ""
        return (
            f"<item><title>{escape(title)}</title><link>https://{host}/{day:%m}/{number}</link>"
            f"<guid>{host}-{number}</guid><pubDate>{format_datetime(day)}</pubDate>{source}</item>"
        )

    body = "".join(one(number, *item) for number, item in enumerate(items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Feed</title>'
        f"<link>https://feed.example/</link><language>en</language>{body}</channel></rss>"
    )


def on(month: int) -> datetime:
    return datetime(2023, month, 4, 12, tzinfo=UTC)


FEEDS: list[tuple[int, str, list[Item], bool]] = [
    (1, "https://flood.test/rss", flood(900), False),
    *[(2, f"https://f{n}.farm.test/rss", [(f"host{n}.example", H20[n])], False) for n in range(4)],
    *[(3, f"https://copy{n}.test/rss", [(f"copy{n}.test", ONE_TEXT[n])], False) for n in range(4)],
    (
        4,
        "https://planet.test/rss",
        [(f"invented{n}.example", H20[n]) for n in range(4)],
        True,
    ),
    (
        5,
        "https://planet.test/rss",
        [
            ("www.theregister.com", H20[0]),
            ("www.businesstimes.com.sg", H20[1]),
            ("nobody.example", H20[2]),
        ],
        True,
    ),
    (
        6,
        "https://planet.test/rss",
        [
            ("www.theregister.com", H20[0]),
            ("www.thеregister.com", H20[1]),
            ("xn--thregister-k5k.com", H20[2]),
        ],
        True,
    ),
    (7, "https://planet.test/rss", [(f"d{n}.theregister.com", H20[n]) for n in range(4)], True),
    *[(8, f"https://paper{n}.test/rss", [(f"paper{n}.test", H20[n])], False) for n in range(3)],
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newsrooms")
    place = folder / "warehouse"
    (place / "overlay").mkdir(parents=True)
    with (place / "overlay" / "feeds.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["feed", "url", "is_aggregator"])
        writer.writerow(["planet", "https://planet.test/rss", "true"])
    for number, (month, url, items, sources) in enumerate(FEEDS):
        path = folder / f"{number}.xml"
        path.write_text(feed(on(month), items, sources), encoding="utf-8")
        added = chipwatch("archive", "add", "rss/items", path, "--url", url, "--warehouse", place)
        assert added.returncode == 0, added.stdout + added.stderr
    result = chipwatch("run", "--warehouse", place)
    assert (place / "chipwatch.duckdb").exists(), result.stdout + result.stderr
    return place


def stories(place: Path, month: int) -> list[dict[str, Any]]:
    with duckdb.connect(str(place / "chipwatch.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select * from marts.rpt_event_candidates where candidate_kind = 'story' "
            f"and first_on = date '2023-{month:02}-04' order by article_count desc"
        )
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def counts(rows: Iterable[dict[str, Any]]) -> set[tuple[int, str, str]]:
    return {(r["newsroom_count"], r["evidence_grade"], r["candidate_state"]) for r in rows}


def test_hundreds_of_hosts_in_one_feed_are_no_press(published: Path) -> None:
    found = stories(published, 1)
    assert len(found) > 20
    assert counts(found) == {(0, "single_press", "reported")}
    assert all(row["doubted_article_count"] == row["article_count"] for row in found)
    assert {row["publisher_count"] for row in found} == {1}


def test_feeds_of_one_owner_are_one_newsroom(published: Path) -> None:
    assert counts(stories(published, 2)) == {(1, "single_press", "reported")}


def test_one_text_counts_once_however_many_print_it(published: Path) -> None:
    found = stories(published, 3)
    assert counts(found) == {(1, "single_press", "reported")}
    assert [(row["article_count"], row["copied_article_count"]) for row in found] == [(4, 3)]


def test_publishers_that_only_an_aggregator_knows_do_not_count(published: Path) -> None:
    assert counts(stories(published, 4)) == {(0, "single_press", "reported")}


def test_an_aggregator_hands_on_newsrooms_that_others_know(published: Path) -> None:
    [found] = stories(published, 5)
    assert (found["newsroom_count"], found["evidence_grade"]) == (2, "multiple_press")
    assert found["newsrooms"] == "businesstimes.com.sg; theregister.com"


def test_a_host_drawn_like_another_is_no_second_newsroom(published: Path) -> None:
    [found] = stories(published, 6)
    assert (found["newsroom_count"], found["newsrooms"]) == (1, "theregister.com")


def test_hosts_of_one_site_are_one_newsroom(published: Path) -> None:
    assert counts(stories(published, 7)) == {(1, "single_press", "reported")}


def test_feeds_of_three_owners_are_three_newsrooms(published: Path) -> None:
    [found] = stories(published, 8)
    assert (found["newsroom_count"], found["candidate_state"]) == (3, "promoted")
    assert found["newsrooms"] == "paper0.test; paper1.test; paper2.test"
