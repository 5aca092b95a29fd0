"""What UN Comtrade is asked: imports and exports of the followed goods, in queries that fit.

Belongs here: the queries, and how one that came back full, short or not at all is split. The
preview answers at most 500 rows without saying that there are more, so that it is asked for fewer
codes and for the last year alone; with a key the limit is far higher and every month since the
first wanted one is asked for. A query of twelve months that the service refuses is asked month by
month (the preview has been seen to take one period only), and so is what is missing at the end of
one that it cut.
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
    first, last = occasion.window or (_first_day(occasion), occasion.today)
    codes = settings["codes" if occasion.has_key else "preview_codes"]
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
                    ("cmdCode", ",".join(map(str, codes))),
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
    """The two halves of a query whose answer was full, or the first month that one leaves out.

    A month that has flows when it is asked alone was cut off, so that the next one is asked too;
    one that has none is not published yet. Raises CannotSplit for a single cell.
    """
    base = request.url.rsplit("/C/", 1)[0]
    if parsed.row_count + len(parsed.rejects) < MOST_ROWS[base]:
        return _first_missing(request, parsed)
    values = dict(request.parameters)
    for name in _SPLIT_ORDER:
        parts = values[name].split(",")
        if len(parts) > 1:
            half = len(parts) // 2
            return tuple(_part(request, name, part) for part in (parts[:half], parts[half:]))
    raise CannotSplit(f"{MOST_ROWS[base]} rows for one period, code, flow and partner")


def narrower(request: Request) -> Sequence[Request]:
    """The same query month by month; nothing when it is for one month."""
    months = dict(request.parameters)["period"].split(",")
    return [_part(request, "period", [month]) for month in months] if len(months) > 1 else ()


def _first_day(occasion: Occasion) -> date:
    if occasion.has_key:
        return date.fromisoformat(f"{str(occasion.settings['since'])[:7]}-01")
    return occasion.days_back("days")


def _first_missing(request: Request, parsed: Parsed) -> Sequence[Request]:
    """The first month asked for that the answer lacks, alone; those after it may follow.

    The window of a month asked so says to which month its chain may go on.
    """
    whole = request.start
    asked = dict(whole.parameters)["period"].split(",")
    since, until = request.window or (asked[0], asked[-1])
    found = set(map(str, parsed.columns["period"]))
    missing = [month for month in asked if since <= month <= until and month not in found]
    if not missing or not found:
        return ()
    alone = _part(whole, "period", missing[:1])
    seen = (*request.seen, request.digest)
    return (replace(alone, first=whole, seen=seen, window=(missing[0], until)),)


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


CONNECTOR = Connector(requests, following, narrower=narrower)
