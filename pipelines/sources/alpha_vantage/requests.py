"""What Alpha Vantage is asked: the newest hundred bars of each security, within 25 calls a day."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://www.alphavantage.co/query"
MOST_A_DAY = 25


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a security; the service takes no window."""
    for symbol in list(map(str, occasion.settings["symbols"]))[:MOST_A_DAY]:
        yield Request(
            dataset="bars",
            key=symbol,
            url=URL,
            parameters=(
                ("function", "TIME_SERIES_DAILY"),
                ("symbol", symbol),
                ("outputsize", "compact"),
                ("datatype", "csv"),
            ),
        )


CONNECTOR = Connector(requests)
