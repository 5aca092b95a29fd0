"""What FRED is asked: the whole of each series, because observations are revised."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://fred.stlouisfed.org/graph/fredgraph.csv"


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a series, from the first day wanted to the last one there is."""
    first = str(occasion.settings["since"])
    last: tuple[tuple[str, str], ...] = ()
    if occasion.window:
        first, last = occasion.window[0].isoformat(), (("coed", occasion.window[1].isoformat()),)
    for series in occasion.settings["series"]:
        yield Request(
            dataset="series",
            key=str(series),
            url=URL,
            parameters=(("id", str(series)), ("cosd", first), *last),
        )


CONNECTOR = Connector(requests)
