"""Google News, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import re
from pathlib import Path

from pipelines.raw.parse import parse_file
from tests.contract.shapes import ask


def test_google_news(recorded: Path) -> None:
    file = recorded / "google_news" / "google_news_search_brent_en-GB_20260805.xml"
    text = file.read_text("utf-8")
    for name in re.findall(r"<(\w+)[ >]", ask("google_news", "/rss/search").body.decode()):
        assert f"<{name}" in text, f"<{name}> was never recorded"


def test_results_of_a_search_feed_belong_to_their_outlets(recorded: Path) -> None:
    file = recorded / "google_news" / "google_news_search_brent_en-GB_20260805.xml"
    parsed = parse_file("google_news/items", file)
    assert (parsed.row_count, parsed.rejects) == (6, ())
    first = parsed.rows[0]
    assert first["title"] == "Middle East War Triggers New Global Refining Boom"
    assert (first["domain"], first["language"]) == ("oilprice.com", "en")
    assert first["outlet"] == "Crude Oil Prices Today | OilPrice.com"
    assert first["published_at"] == dt.datetime(2026, 8, 5, tzinfo=dt.UTC)
    assert "news.google.com" not in {row["domain"] for row in parsed.rows}
    assert {row["outlet_basis"] for row in parsed.rows} == {"source_element"}
    assert all(row["guid"] for row in parsed.rows)
