"""News parsers on real answers of the services, as recorded; skipped where those are absent."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from pipelines.parsing.news_items import detokenise
from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file, parse_payload
from pipelines.specs import spec

LISTS = "gdelt_doc/articles"
FEEDS = "rss/items"
ERRORS = {
    "Please limit requests": Outcome.THROTTLED,
    "One or more of your keywords": Outcome.REJECTED_QUERY,
    "Queries containing OR'd terms": Outcome.REJECTED_QUERY,
    "Boolean OR's": Outcome.REJECTED_QUERY,
    "One or more of your parenthetical": Outcome.REJECTED_QUERY,
    "Your query was too short": Outcome.REJECTED_QUERY,
    "{}": Outcome.EMPTY,
    "(empty body)": Outcome.EMPTY,
}


def test_a_recorded_article_list(recorded: Path) -> None:
    parsed = parse_file(LISTS, recorded / "gdelt_doc" / "artlist_oil_2023_raw.json")
    assert (parsed.row_count, parsed.rejects) == (250, ())
    rows = parsed.rows
    assert len({row["served_url"] for row in rows}) == 250
    assert len({row["url"] for row in rows}) == 248
    assert len({row["served_title"] for row in rows}) == 219
    assert [row["title"] for row in rows].count(None) == 2
    assert all(row["language"] and row["source_country"] for row in rows)
    assert Counter(row["language"] for row in rows)["zh"] == 22
    assert {row["seen_at"].minute for row in rows} <= {0, 15, 30, 45}  # type: ignore[attr-defined]
    assert {row["seen_on"].year for row in rows} == {2023}  # type: ignore[attr-defined]
    served = {row["served_title"]: row["title"] for row in rows}
    assert (
        served["Chevron Sending Two Oil Tankers To Venezuela Under U . S . Approval"]
        == "Chevron Sending Two Oil Tankers To Venezuela Under U.S. Approval"
    )
    assert served["EU Stopped 90 % Of Russian Oil Supplies - Maasikas"].startswith("EU Stopped 90%")  # type: ignore[attr-defined]
    first = rows[0]
    assert first["seen_at"] == dt.datetime(2023, 1, 3, 4, 45, tzinfo=dt.UTC)
    assert (first["domain"], first["language"], first["source_country"]) == (
        "money.kompas.com",
        "id",
        "ID",
    )


def test_recorded_titles_are_clean(recorded: Path) -> None:
    for row in parse_file(LISTS, recorded / "gdelt_doc" / "artlist_oil_2023_raw.json").rows:
        title = row["title"]
        if title is not None:
            assert detokenise(str(title)) == title
            assert " ," not in str(title)


def test_recorded_error_bodies(recorded: Path) -> None:
    with (recorded / "gdelt_doc" / "error_bodies.tsv").open(newline="") as stream:
        bodies = [row["body"] for row in csv.DictReader(stream, delimiter="\t", quoting=3)]
    assert len(bodies) == len(ERRORS)
    for body in bodies:
        [expected] = [outcome for start, outcome in ERRORS.items() if body.startswith(start)]
        payload = b"" if body == "(empty body)" else body.encode()
        with pytest.raises(PayloadError) as caught:
            parse_payload(spec(LISTS), payload)
        assert caught.value.outcome is expected


@pytest.mark.parametrize(
    ("file", "rows", "outlet", "language", "with_guid", "first_published"),
    [
        ("rss/guardian_rss.xml", 55, "The Guardian", "en", 55, "2018-01-31T07:26:05+00:00"),
        (
            "rss/encoding_rss.xml",
            40,
            "Jornal de Notícias - Últimas Notícias",
            "pt",
            0,
            "2018-01-03T13:47:00+00:00",
        ),
        ("rss/feed_extractor_rdf.xml", 3, "Slashdot", "en", 3, None),
        ("rss/feed_extractor_atom_realworld.xml", 38, "CNN", None, 38, None),
        (
            "google_news/google_news_search_brent_en-GB_20260805.xml",
            6,
            "Crude Oil Prices Today | OilPrice.com",
            "en",
            6,
            "2026-08-05T00:00:00+00:00",
        ),
    ],
)
def test_recorded_feeds(
    recorded: Path,
    file: str,
    rows: int,
    outlet: str,
    language: str | None,
    with_guid: int,
    first_published: str | None,
) -> None:
    parsed = parse_file(FEEDS, recorded / file)
    assert (parsed.row_count, parsed.rejects) == (rows, ())
    assert sum(row["guid"] is not None for row in parsed.rows) == with_guid
    assert all(row["title"] and row["url"] for row in parsed.rows)
    first = parsed.rows[0]
    assert (first["outlet"], first["language"]) == (outlet, language)
    expected = None if first_published is None else dt.datetime.fromisoformat(first_published)
    assert first["published_at"] == expected
    assert first["published_on"] is not None


def test_portuguese_letters_of_a_latin1_feed(recorded: Path) -> None:
    first = parse_file(FEEDS, recorded / "rss" / "encoding_rss.xml").rows[0]
    assert first["title"] == "Mãe de utente é a nova presidente da Raríssimas"


def test_results_of_a_search_feed_belong_to_their_outlets(recorded: Path) -> None:
    rows = parse_file(
        FEEDS, recorded / "google_news" / "google_news_search_brent_en-GB_20260805.xml"
    ).rows
    assert rows[0]["title"] == "Middle East War Triggers New Global Refining Boom"
    assert rows[0]["domain"] == "oilprice.com"
    assert "news.google.com" not in {row["domain"] for row in rows}
    assert {row["outlet_basis"] for row in rows} == {"source_element"}


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("file", ["guardian_rss.xml", "encoding_rss.xml", "feed_extractor_rdf.xml"])
def test_a_recorded_feed_cut_off_anywhere(recorded: Path, file: str, share: float) -> None:
    payload = (recorded / "rss" / file).read_bytes()
    whole = parse_payload(spec(FEEDS), payload)
    cut = parse_payload(spec(FEEDS), payload[: int(len(payload) * share)])
    assert [reject.reason for reject in cut.rejects] == ["truncated"]
    assert cut.rows == whole.rows[: cut.row_count]
