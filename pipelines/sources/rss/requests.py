"""What the newsrooms are asked: their feeds, those of the spec and those of the user.

Each run begins with another feed, so that none is always the last one to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a feed; a feed holds what it holds, so a window of days asks for nothing else."""
    for name, url in _in_turn(occasion):
        yield Request(dataset="items", key=name, url=url)


def watermark(occasion: Occasion) -> str | None:
    """The feed that is asked first; the run after it begins with the next one."""
    return next((name for name, _ in _in_turn(occasion)), None)


def _in_turn(occasion: Occasion) -> list[tuple[str, str]]:
    """Name and address of every feed, beginning after the one that came first the time before."""
    declared = [(str(feed["feed"]), str(feed["url"])) for feed in occasion.settings["feeds"]]
    feeds = list(dict([*declared, *occasion.feeds]).items())
    names = [name for name, _ in feeds]
    first = names.index(occasion.watermark) + 1 if occasion.watermark in names else 0
    return [*feeds[first:], *feeds[:first]]


CONNECTOR = Connector(requests, watermark=watermark)
