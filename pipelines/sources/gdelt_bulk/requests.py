"""What is asked of the GDELT 2.0 files: spans of quarters of an hour, each within one UTC day.

Belongs here: which spans, and how the list of files names the slices in them. The list alone says
which files there are; it is some minutes behind the clock, so a span ends an hour before now.
Does not belong here: HTTP, what stands in a file (`slices.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from pipelines.sources.gdelt_bulk.slices import joined, reduce
from pipelines.sources.request import Connector, Listed, Occasion, Request, Slices

LIST = "https://data.gdeltproject.org/gdeltv2/masterfilelist.txt"
_STEP = timedelta(minutes=15)
_LAG = timedelta(hours=1)
_STAMP = "%Y%m%d%H%M%S"
_LINE = re.compile(rb"(\d+) ([0-9a-f]{32}) https?(://\S+/(\d{14})\.(\S+))\s*")
_WANTED = b"gkg.csv.zip"


def requests(occasion: Occasion) -> Iterator[Request]:
    """A span a day, from the last plan (or over a window of days) to an hour ago."""
    start, stop = occasion.quarters(_STAMP, _LAG)
    while start < stop:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
        end = min(midnight, stop)
        span = f"{start:{_STAMP}}", f"{end:{_STAMP}}"
        yield Request(
            dataset="articles",
            key=f"{span[0]} to {span[1]}",
            url=LIST,
            window=span,
            may_be_empty=True,
        )
        start = end


def watermark(occasion: Occasion) -> str:
    """The end of the last span."""
    start, stop = occasion.quarters(_STAMP, _LAG)
    return f"{max(start, stop):{_STAMP}}"


def stamps(request: Request) -> Sequence[str]:
    """The quarters of an hour of a span."""
    assert request.window is not None  # noqa: S101
    start, stop = (_read(stamp) for stamp in request.window)
    return [f"{start + _STEP * number:{_STAMP}}" for number in range((stop - start) // _STEP)]


def mark(request: Request) -> bytes:
    """What the lines of a list that name a file of the span's day have in common."""
    assert request.window is not None  # noqa: S101
    return f"/{request.window[0][:8]}".encode()


def listed(line: bytes) -> Listed | None:
    """The file that a line of the list names, None when it is of another kind.

    Addresses are printed with http, which the host answers with a redirect to https. Raises
    ValueError for a line in another form.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"not a size, an MD5 and an address: {line[:120]!r}")
    size, md5, address, stamp, kind = found.groups()
    if kind != _WANTED:
        return None
    return Listed(stamp.decode(), f"https{address.decode()}", int(size), md5.decode())


def _read(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


CONNECTOR = Connector(
    requests,
    watermark=watermark,
    slices=Slices(stamps, mark, listed, reduce, joined, ("subject", "measure", "domains")),
)
