"""What the chart service is asked: the whole daily history of each symbol.

The whole of it each time, because a split changes every earlier price: parts of two fetches never
stand side by side. Does not belong here: which symbols there are (curated securities).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://query2.finance.yahoo.com/v8/finance/chart/"


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a symbol, securities first, then the indices that serve as benchmarks."""
    since = date.fromisoformat(str(occasion.settings["since"]))
    first, last = occasion.window or (since, occasion.today)
    stop = min(_epoch(last + timedelta(days=1)), int(occasion.now.timestamp()))
    for symbol in dict.fromkeys([*occasion.symbols, *occasion.settings["indices"]]):
        yield Request(
            dataset="bars",
            key=str(symbol),
            url=URL + quote(str(symbol), safe=""),
            parameters=(
                ("period1", str(_epoch(first))),
                ("period2", str(stop)),
                ("interval", "1d"),
                ("events", "div,splits,capitalGains"),
                ("includePrePost", "false"),
            ),
            varying=("period2",),
        )


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


CONNECTOR = Connector(requests)
