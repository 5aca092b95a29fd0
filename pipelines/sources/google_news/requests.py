"""What Google News is asked: a search feed a query."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://news.google.com/rss/search"


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a query; a feed holds what it holds, so a window asks for nothing else."""
    for number, query in enumerate(occasion.settings["queries"], start=1):
        yield Request(
            dataset="items",
            key=f"query {number}",
            url=URL,
            parameters=(("q", str(query)), ("hl", "en-US"), ("gl", "US"), ("ceid", "US:en")),
            may_be_empty=True,
        )


CONNECTOR = Connector(requests)
