"""Feeds that are broken, hostile or none; times; and the outlet at the end of a title."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.sources.rss.items import split_outlet
from pipelines.specs import spec
from tests.unit.sources.golden import DATA

NAME = "rss/items"
ITEM = "<item><title>{0}</title><link>https://wire.example/{0}</link><guid>g{0}</guid></item>"


def parse(text: str | bytes):  # type: ignore[no-untyped-def]
    return parse_payload(spec(NAME), text.encode() if isinstance(text, str) else text)


def feed(*items: str, end: str = "</channel></rss>") -> str:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>'
    return f"{head}{''.join(items)}{end}"


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        ("", Outcome.EMPTY),
        (feed(), Outcome.EMPTY),
        (feed(end=""), Outcome.EMPTY),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', Outcome.EMPTY),
        ("<!doctype html><html><title>News</title><body>hi</body></html>", Outcome.MALFORMED),
        ("<html><title>429 Too Many Requests</title></html>", Outcome.THROTTLED),
        ("<html><title>Access Denied</title></html>", Outcome.FORBIDDEN),
        ('{"items": []}', Outcome.MALFORMED),
        ("plain words", Outcome.MALFORMED),
        (feed("<item><title>cut of", end=""), Outcome.MALFORMED),
        ("/etc/hostname", Outcome.MALFORMED),
        ("https://wire.example/feed", Outcome.MALFORMED),
    ],
)
def test_answers_without_items(payload: str, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(payload)
    assert caught.value.outcome is outcome


def test_bytes_that_name_a_file_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed(ITEM.format(1)))
    with pytest.raises(PayloadError):
        parse(str(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'],
)
def test_entities_are_never_expanded(declared: str, encoding: str) -> None:
    text = f"<!DOCTYPE rss [{declared}]>{feed('<item><title>T&b;</title></item>')}"
    with pytest.raises(PayloadError, match="entities") as caught:
        parse(text.replace('<?xml version="1.0"?>', "").encode(encoding))
    assert caught.value.outcome is Outcome.MALFORMED


def test_a_feed_cut_off_inside_an_item_keeps_the_others() -> None:
    parsed = parse(feed(ITEM.format(1), ITEM.format(2), "<item><title>thr", end=""))
    assert [row["title"] for row in parsed.rows] == ["1", "2"]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(3, "truncated")]


def test_a_feed_cut_off_between_items_says_so() -> None:
    parsed = parse(feed(ITEM.format(1), ITEM.format(2), end=""))
    assert parsed.row_count == 2
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(None, "truncated")]


def test_a_feed_cut_off_inside_a_tag_loses_no_whole_item() -> None:
    parsed = parse(feed(ITEM.format(1), ITEM.format(2), '<item about="http', end=""))
    assert [row["title"] for row in parsed.rows] == ["1", "2"]
    assert [r.reason for r in parsed.rejects] == ["truncated"]


def test_a_feed_that_is_not_well_formed_but_whole_loses_nothing() -> None:
    parsed = parse(feed("<item><title>A & B</title><link>https://wire.example/1</link></item>"))
    assert [row["title"] for row in parsed.rows] == ["A & B"]
    assert parsed.rejects == ()


def test_words_like_tags_inside_cdata_are_no_items() -> None:
    item = (
        "<item><title><![CDATA[One <item> more]]></title><link>https://wire.example/1</link></item>"
    )
    parsed = parse(feed(item))
    assert [row["title"] for row in parsed.rows] == ["One <item> more"]
    assert parsed.rejects == ()


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "rdf.xml", "latin1_cut_off.xml"])
def test_no_body_is_kept_anywhere(name: str) -> None:
    parsed = parse((DATA / "rss__items" / name).read_bytes())
    kept = repr(parsed.rows) + repr(parsed.rejects)
    assert "body" not in kept
    assert "nirgends" not in kept
    assert "Neither title nor address" not in kept


def test_items_are_told_apart_by_guid_else_by_address_and_title() -> None:
    same_link = "<item><title>{}</title><link>https://wire.example/1</link></item>"
    parsed = parse(feed(same_link.format("A"), same_link.format("B"), same_link.format("A")))
    assert [row["title"] for row in parsed.rows] == ["A", "B"]
    same_guid = "<item><title>{}</title><guid>https://wire.example/9</guid></item>"
    again = parse(feed(same_guid.format("A"), same_guid.format("B")))
    assert [row["url"] for row in again.rows] == ["https://wire.example/9"]
    assert [r.reason for r in again.rejects] == ["duplicate"]


def test_a_guid_that_is_no_address_is_not_taken_for_one() -> None:
    parsed = parse(feed("<item><title>A</title><guid>wire-7</guid></item>", ITEM.format(1)))
    assert [row["guid"] for row in parsed.rows] == ["g1"]
    assert [reject.reason for reject in parsed.rejects] == ["missing_url"]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://wire.example/1", True),
        ("HTTP://wire.example/1", True),
        ("javascript:alert(1)//x", False),
        (" JaVa&#10;Script:alert(1)", False),
        ("data:text/html,hi", False),
        ("ftp://files.example/1", False),
    ],
)
def test_only_web_addresses_are_kept(link: str, kept: bool) -> None:
    parsed = parse(feed(f"<item><title>A</title><link>{link}</link><guid>g</guid></item>"))
    assert parsed.row_count == kept
    assert [r.reason for r in parsed.rejects] == ([] if kept else ["bad_url"])


def test_a_relative_address_is_that_of_the_feed() -> None:
    item = "<item><title>A</title><link>/news/1</link><guid>g</guid></item>"
    [row] = parse(feed("<link>https://wire.example/feed</link>", item)).rows
    assert (row["title"], row["url"]) == ("A", "https://wire.example/news/1")
    [reject] = parse(feed(item, ITEM.format(1))).rejects
    assert (reject.reason, reject.row_number) == ("bad_url", 1)


def test_the_language_of_the_feed_decides_an_ambiguous_zone() -> None:
    item = ITEM.format(1).replace(
        "</item>", "<pubDate>Wed, 02 Jan 2030 08:00:00 CST</pubDate></item>"
    )
    [row] = parse(feed(item)).rows
    assert (row["published_at"], row["time_problem"]) == (None, "ambiguous_zone")
    [row] = parse(feed("<language>zh-CN</language>" + item)).rows
    assert row["published_at"] == datetime(2030, 1, 2, 0, tzinfo=UTC)


def test_one_bad_byte_costs_one_character() -> None:
    payload = feed(ITEM.format("芯片出口管制"), ITEM.format("新措施")).encode()
    parsed = parse(payload.replace("措施".encode(), "措施".encode()[:-1], 1))
    assert [row["title"] for row in parsed.rows] == ["芯片出口管制", "新措\ufffd"]
    assert {cell.reason for cell in parsed.cells} == {"damaged_text"}


def test_the_charset_of_the_transport_is_believed_before_the_declaration() -> None:
    payload = feed(ITEM.format("芯片")).replace("?>", ' encoding="iso-8859-1"?>', 1).encode("gbk")
    read = parse_payload(spec(NAME), payload, "text/xml; charset=gb2312")
    assert read.rows[0]["title"] == "芯片"


@pytest.mark.parametrize(
    ("title", "outlet", "is_search_feed", "expected"),
    [
        ("Ban - or not - Herald", "Herald", True, ("Ban - or not", "Herald")),
        ("Ban - or not", "Herald", True, ("Ban - or not", "Herald")),
        ("A - B", "A - B", True, ("A - B", "A - B")),
        ("Ban lifted - Sample Wire", None, True, ("Ban lifted", "Sample Wire")),
        ("Ban lifted - Sample Wire", None, False, ("Ban lifted - Sample Wire", None)),
        ("Ban lifted", None, True, ("Ban lifted", None)),
        (" - Wire", None, True, (" - Wire", None)),
    ],
)
def test_the_outlet_at_the_end_of_a_title(
    title: str, outlet: str | None, is_search_feed: bool, expected: tuple[str, str | None]
) -> None:
    assert split_outlet(title, outlet, is_search_feed) == expected
