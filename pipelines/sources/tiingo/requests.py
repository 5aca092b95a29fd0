"""What Tiingo is asked: the whole history of each followed security, because splits rewrite it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://api.tiingo.com/tiingo/daily/"


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a security, from the first day wanted to the last one there is."""
    first, last = str(occasion.settings["since"]), tuple[tuple[str, str], ...]()
    if occasion.window:
        first, last = occasion.window[0].isoformat(), (("endDate", f"{occasion.window[1]}"),)
    for symbol in map(str, occasion.settings["symbols"]):
        yield Request(
            dataset="bars",
            key=symbol,
            url=f"{URL}{quote(symbol, safe='')}/prices",
            parameters=(("startDate", first), *last, ("format", "json")),
        )


CONNECTOR = Connector(requests)
