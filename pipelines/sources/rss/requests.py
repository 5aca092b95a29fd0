"""What the newsrooms are asked: their feeds, those of the spec and those of the user."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a feed; a feed holds what it holds, so a window of days asks for nothing else."""
    declared = [(str(feed["feed"]), str(feed["url"])) for feed in occasion.settings["feeds"]]
    for name, url in dict([*declared, *occasion.feeds]).items():
        yield Request(dataset="items", key=name, url=url)


CONNECTOR = Connector(requests)
