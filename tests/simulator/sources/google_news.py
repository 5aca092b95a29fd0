"""Google News: the feed of a search."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from tests.simulator.service import (
    NOT_APPLICABLE,
    SMALL,
    Asked,
    Comes,
    Reply,
    Service,
    Victim,
    structured,
)
from tests.simulator.world import World


def answer(world: World, asked: Asked) -> Reply:
    """A search feed: the outlet stands in each item and at the end of its title."""
    records = [
        {"guid": guid, "title": f"Title café {guid} - Outlet", "pubDate": format_datetime(at)}
        for guid, at in reversed(world.feed_items())
    ]

    def render(rows: Any) -> bytes:
        parts = [
            "<item>"
            + "".join(f"<{name}>{value}</{name}>" for name, value in row.items())
            + f"<link>https://news.google.com/rss/articles/{row['guid']}</link>"
            + '<source url="https://outlet.example">Outlet</source></item>'
            for row in rows
        ]
        head = '<generator>NFE/5.0</generator><title>"chips" - Google News</title>'
        text = f'<rss version="2.0"><channel>{head}{"".join(parts)}</channel></rss>'
        return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()

    return structured(records, render, "application/xml")


_RECORDED = "recorded: google_news/google_news_search_brent_en-GB_20260805.xml"
SERVICE = Service(
    answer=answer,
    habits={
        "the elements of the channel and of its items": _RECORDED,
        "titles end in a dash and the outlet, which has an element of its own": _RECORDED,
        "links are opaque addresses of its own": _RECORDED,
        "the newest twenty items, one a day": SMALL,
    },
    recorded={
        "items": {
            "google_news/google_news_search_brent_en-GB_20260805.xml": 6,
        },
    },
    victims=(Victim("title", "pubDate"),),
    comes={
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "XML"),
        "column retyped": Comes(NOT_APPLICABLE, "text is text"),
        "shrunken": Comes("ok", "a feed shows what it likes; what it showed is kept"),
    },
)
