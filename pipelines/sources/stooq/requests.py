"""What Stooq is asked: the whole history of each security, because every dividend rewrites it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://stooq.com/q/d/l/"


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a security, from the first day wanted to today."""
    first = date.fromisoformat(str(occasion.settings["since"]))
    first, last = occasion.window or (first, occasion.today)
    for symbol in map(str, occasion.settings["symbols"]):
        yield Request(
            dataset="bars",
            key=symbol,
            url=URL,
            parameters=(
                ("s", symbol),
                ("d1", f"{first:%Y%m%d}"),
                ("d2", f"{last:%Y%m%d}"),
                ("i", "d"),
            ),
            varying=("d2",),
        )


CONNECTOR = Connector(requests)
