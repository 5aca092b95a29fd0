"""Feeds, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import re
from pathlib import Path

import pytest

from pipelines.raw.parse import parse_file, parse_payload
from pipelines.specs import spec
from tests.contract.shapes import ask

FEEDS = "rss/items"


def test_rss(recorded: Path) -> None:
    text = (recorded / "rss" / "guardian_rss.xml").read_text("utf-8")
    for name in re.findall(r"<(\w+)[ >]", ask("rss", "/").body.decode()):
        assert f"<{name}" in text, f"<{name}> was never recorded"


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


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("file", ["guardian_rss.xml", "encoding_rss.xml", "feed_extractor_rdf.xml"])
def test_a_recorded_feed_cut_off_anywhere(recorded: Path, file: str, share: float) -> None:
    payload = (recorded / "rss" / file).read_bytes()
    whole = parse_payload(spec(FEEDS), payload)
    cut = parse_payload(spec(FEEDS), payload[: int(len(payload) * share)])
    assert [reject.reason for reject in cut.rejects] == ["truncated"]
    assert cut.rows == whole.rows[: cut.row_count]
