"""The newsrooms: a feed of the newest items."""

from __future__ import annotations

from dataclasses import replace
from email.utils import format_datetime
from typing import Any

from tests.simulator.service import (
    GUESS,
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
    """A feed of the newest twenty items, with an ETag."""
    items = world.feed_items()
    etag = f'"{len(items)}-{items[-1][0]}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers={"ETag": etag})
    records = [
        {"guid": guid, "title": f"Title café {guid}", "pubDate": format_datetime(at)}
        for guid, at in reversed(items)
    ]

    def render(rows: Any) -> bytes:
        parts = [
            "<item>"
            + "".join(f"<{name}>{value}</{name}>" for name, value in row.items())
            + f"<link>https://outlet.example/{row['guid']}</link></item>"
            for row in rows
        ]
        head = "<title>Outlet</title><link>https://outlet.example/</link>"
        text = f'<rss version="2.0"><channel>{head}{"".join(parts)}</channel></rss>'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()

    return replace(structured(records, render, "application/rss+xml"), headers={"ETag": etag})


SERVICE = Service(
    answer=answer,
    habits={
        "the elements of a channel and of its items": "recorded: rss/guardian_rss.xml",
        "feeds that state their encoding wrongly (what `latin-1` stands for)": GUESS,
        "the newest twenty items, one a day": SMALL,
        "an ETag; 304 when nothing changed": GUESS,
    },
    recorded={
        "items": {
            "rss/encoding_rss.xml": 40,
            "rss/feed_extractor_atom_realworld.xml": 38,
            "rss/feed_extractor_rdf.xml": 3,
            "rss/guardian_rss.xml": 55,
        },
    },
    victims=(Victim("title", "pubDate"),),
    settings={"feeds": [{"feed": "scmp-tech", "url": "https://www.scmp.com/rss/36/feed"}]},
    comes={
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "XML"),
        "column retyped": Comes(NOT_APPLICABLE, "text is text"),
        "shrunken": Comes("ok", "a feed shows what it likes; what it showed is kept"),
    },
    in_short=("200 sentence", "column removed"),
    tells_unchanged=True,
)
