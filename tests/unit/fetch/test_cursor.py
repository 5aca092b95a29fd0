"""The cursor file: whole or not there, and newer requests replace waiting ones of their key."""

from pathlib import Path

import pytest

from pipelines.errors import ChipwatchError
from pipelines.fetch.cursor import Cursor, read_cursor, write_cursor
from pipelines.sources.request import Request


def request(key: str, url: str = "https://a.example/x") -> Request:
    return Request("items", key, url, (("q", "1"), ("q", "2")), window=("1", "2"))


def test_round_trip(tmp_path: Path) -> None:
    page = request("a").followed_by("a, page 2", "https://a.example/y?c=1")
    cursor = Cursor("2026-01-01", (request("a"), page), ("gone",), {"a": "2026-01-02"})
    write_cursor(tmp_path / "cursors", "rss", cursor)
    assert read_cursor(tmp_path / "cursors", "rss") == cursor
    assert page.start == request("a")


def test_a_source_never_fetched_has_an_empty_cursor(tmp_path: Path) -> None:
    assert read_cursor(tmp_path, "rss") == Cursor()


def test_waiting_requests_come_first_and_give_way_to_new_ones_of_their_key() -> None:
    cursor = Cursor("1", (request("old"), request("same", "https://a.example/old")))
    planned = cursor.planned([request("same"), request("new")], None)
    assert [r.key for r in planned.queue] == ["old", "same", "new"]
    assert planned.queue[1].url == "https://a.example/x"
    assert planned.watermark == "1"


def test_a_query_keeps_its_watermark_when_another_one_moves() -> None:
    cursor = Cursor("1", watermarks={"a": "2", "b": "2"})
    assert cursor.planned([], None, {"b": "3"}).watermarks == {"a": "2", "b": "3"}


def test_a_cursor_of_the_version_before_is_read(tmp_path: Path) -> None:
    (tmp_path / "rss.json").write_text(
        '{"cursor_version": 1, "watermark": "1", "queue": [], "gaps": []}'
    )
    assert read_cursor(tmp_path, "rss") == Cursor("1")


@pytest.mark.parametrize("content", ["{", "[]", '{"cursor_version": 1}', '{"cursor_version": 99}'])
def test_a_damaged_or_newer_cursor_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / "rss.json").write_text(content)
    with pytest.raises(ChipwatchError) as caught:
        read_cursor(tmp_path, "rss")
    assert caught.value.remedy
