"""What the GDELT DOC API is asked: article lists in slices of time.

Belongs here: slicing. Windows are exclusive at both ends and longer ones are cut silently, so
slices are short and overlap by a second; a full answer means that more was there, so its slice is
asked again in two halves. The service refuses short windows ("Timespan is too short"), so none is
shorter than two hours. Does not belong here: HTTP, what an article is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from pipelines.parsing.records import Parsed
from pipelines.sources.request import CannotSplit, Connector, Occasion, Request

URL = "https://api.gdeltproject.org/api/v2/doc/doc"
MOST_ARTICLES = 250
_LONGEST = timedelta(days=7)
_SHORTEST = timedelta(hours=2)
_STEP = timedelta(minutes=15)
_OVERLAP = timedelta(seconds=1)
_STAMP = "%Y%m%d%H%M%S"


def requests(occasion: Occasion) -> Iterator[Request]:
    """Slices of seven days from the last plan (or over a window of days) to now.

    None is shorter than two hours: a rest joins the slice before it, and where nothing else is
    asked, a slice begins earlier than it had to.
    """
    start, stop = occasion.quarters(_STAMP)
    if start < stop:
        start = min(start, stop - _SHORTEST)
    while start < stop:
        end = start + _LONGEST
        if stop - end < _SHORTEST:
            end = stop
        for number, query in enumerate(occasion.settings["queries"], start=1):
            yield _slice(f"query {number}", str(query), start, end)
        start = end


def following(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """The two halves of a slice whose answer was full. Raises CannotSplit below four hours."""
    articles = parsed.row_count + len(parsed.rejects)
    if articles < MOST_ARTICLES or request.window is None:
        return ()
    start, stop = (_read(stamp) for stamp in request.window)
    if stop - start < 2 * _SHORTEST:
        raise CannotSplit(f"{MOST_ARTICLES} articles within {stop - start}; some are missing")
    middle = start + _STEP * ((stop - start) // _STEP // 2)
    label = request.key.split(":", 1)[0]
    query = dict(request.parameters)["query"]
    return _slice(label, query, start, middle), _slice(label, query, middle, stop)


def holds(parameters: Mapping[str, object], request: Request) -> bool:
    """Whether the slice that these parameters asked for covers the one of a request."""
    asked = dict(request.parameters)
    if parameters.get("query") != asked["query"]:
        return False
    start, stop = (str(parameters.get(f"{edge}datetime", "")) for edge in ("start", "end"))
    return bool(start) and start <= asked["startdatetime"] and asked["enddatetime"] <= stop


def watermark(occasion: Occasion) -> str:
    """The end of the last slice."""
    return occasion.quarters(_STAMP)[1].strftime(_STAMP)


def _slice(label: str, query: str, start: datetime, stop: datetime) -> Request:
    return Request(
        dataset="articles",
        key=f"{label}: {start:{_STAMP}} to {stop:{_STAMP}}",
        url=URL,
        parameters=(
            ("query", query),
            ("mode", "artlist"),
            ("format", "json"),
            ("maxrecords", str(MOST_ARTICLES)),
            ("startdatetime", (start - _OVERLAP).strftime(_STAMP)),
            ("enddatetime", stop.strftime(_STAMP)),
            ("sort", "datedesc"),
        ),
        window=(start.strftime(_STAMP), stop.strftime(_STAMP)),
        may_be_empty=True,
    )


def _read(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


CONNECTOR = Connector(requests, following, watermark, holds=holds)
