"""What UN Comtrade is asked: imports and exports of the followed goods, in queries that fit.

Belongs here: the queries and how one that came back full is split. The preview answers at most 500
rows without saying that there are more; with a key the limit is far higher.
Does not belong here: HTTP, the meaning of a flow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipelines.parsing.records import Parsed
from pipelines.sources.request import CannotSplit, Connector, Occasion, Parameter, Request

PREVIEW = "https://comtradeapi.un.org/public/v1/preview"
KEYED = "https://comtradeapi.un.org/data/v1/get"
MOST_ROWS = {PREVIEW: 500, KEYED: 100_000}
_SPLIT_ORDER = ("period", "cmdCode", "flowCode", "partnerCode")


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a reporter and year: twelve months of the followed codes and partners."""
    settings = occasion.settings
    base = KEYED if occasion.has_key else PREVIEW
    first, last = occasion.window or (occasion.days_back("days"), occasion.today)
    for reporter in settings["reporters"]:
        for year in range(first.year, last.year + 1):
            months = _months(year, first, last)
            yield Request(
                dataset="flows",
                key=f"{reporter} {months[0]} to {months[-1]}",
                url=f"{base}/C/M/HS",
                parameters=(
                    ("reporterCode", str(reporter)),
                    ("period", ",".join(months)),
                    ("cmdCode", ",".join(map(str, settings["codes"]))),
                    ("flowCode", ",".join(map(str, settings["flows"]))),
                    ("partnerCode", ",".join(map(str, settings["partners"]))),
                    ("partner2Code", "0"),
                    ("motCode", "0"),
                    ("customsCode", "C00"),
                    ("includeDesc", "TRUE"),
                ),
                may_be_empty=True,
            )


def following(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """The two halves of a query whose answer was full. Raises CannotSplit for a single cell."""
    base = request.url.rsplit("/C/", 1)[0]
    if parsed.row_count + len(parsed.rejects) < MOST_ROWS[base]:
        return ()
    values = dict(request.parameters)
    for name in _SPLIT_ORDER:
        parts = values[name].split(",")
        if len(parts) > 1:
            half = len(parts) // 2
            return tuple(_part(request, name, part) for part in (parts[:half], parts[half:]))
    raise CannotSplit(f"{MOST_ROWS[base]} rows for one period, code, flow and partner")


def _part(request: Request, name: str, values: list[str]) -> Request:
    parameters: tuple[Parameter, ...] = tuple(
        (key, ",".join(values)) if key == name else (key, value)
        for key, value in request.parameters
    )
    return replace(request, key=f"{request.key}, {name} {','.join(values)}", parameters=parameters)


def _months(year: int, first: date, last: date) -> list[str]:
    start = first.month if year == first.year else 1
    stop = last.month if year == last.year else 12
    return [f"{year}{month:02d}" for month in range(start, stop + 1)]


CONNECTOR = Connector(requests, following)
