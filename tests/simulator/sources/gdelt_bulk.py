"""The GDELT 2.0 files: a list of all files, and the GKG file of every quarter of an hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache

from tests.gkg import Gkg, ended, list_line, zipped
from tests.simulator.service import (
    GUESS,
    NOT_APPLICABLE,
    SMALL,
    Asked,
    Comes,
    Parts,
    Reply,
    Service,
    Victim,
)
from tests.simulator.world import World

LIST = "/gdeltv2/masterfilelist.txt"
_KEPT = "/kept"
_HOURS = (0, 6, 12, 18)
_TITLE = "New Export Limits on A.I. Chips &#x2013; café"
_ANY = "20000101000000"
_THEMES, _MAKERS = ("SANCTIONS",), ("nvidia",)


def _stamps(world: World) -> Iterator[str]:
    """The files that there are: four a day, the newest ten minutes old at least."""
    for day in world.days():
        for hour in _HOURS:
            made = datetime.combine(day, time(hour), UTC)
            if made + timedelta(minutes=10) <= world.now:
                yield f"{made:%Y%m%d%H%M%S}"


@cache
def _template() -> bytes:
    """A file: two articles that are wanted among five, and a line that is too short."""
    gkg = Gkg(7, kilobytes=0.3)
    lines = [gkg.line(_ANY, number) for number in range(3)]
    lines += [
        gkg.line(
            _ANY,
            number,
            title=_TITLE,
            themes=_THEMES,
            organisations=_MAKERS,
            url=f"https://outlet.example/{_ANY}/{number}",
            domain="outlet.example",
        )
        for number in (3, 4)
    ]
    return ended([*lines, f"{_ANY}-9\t{_ANY}".encode()])


@cache
def _file(stamp: str) -> bytes:
    return zipped(f"{stamp}.gkg.csv", _template().replace(_ANY.encode(), stamp.encode()))


def _list(world: World) -> bytes:
    found = []
    for stamp in _stamps(world):
        found += [
            list_line(stamp, b"events", "export.CSV.zip"),
            list_line(stamp, b"mentions", "mentions.CSV.zip"),
            list_line(stamp, _file(stamp)),
        ]
    return b"".join(found)


def _ranged(content: bytes, asked: str) -> Reply:
    first, last = asked.removeprefix("bytes=").split("-")
    start, stop = int(first), min(int(last) + 1, len(content))
    if start >= len(content):
        return Reply(416, headers={"Content-Range": f"bytes */{len(content)}"})
    told = {"Content-Range": f"bytes {start}-{stop - 1}/{len(content)}"}
    return Reply(206, content[start:stop], "text/plain", told)


def _kept(world: World) -> bytes:
    """What is true of the wanted articles, as the archive keeps it; no service answers so."""
    from pipelines.sources.gdelt_bulk.slices import joined, reduce
    from pipelines.specs import spec

    fetch = spec("gdelt_bulk/articles").source_spec.fetch
    assert fetch is not None
    last = f"{world.now - timedelta(hours=1):%Y%m%d%H%M%S}"
    first = f"{world.days().__next__():%Y%m%d}"
    stamps = [stamp for stamp in _stamps(world) if first <= stamp <= last]
    return joined([reduce(_file(stamp), fetch.settings) for stamp in stamps[-_KNOWN:]])


_KNOWN = 4
"""Slices that a fetch has in any case: those of the newest day."""


def answer(world: World, asked: Asked) -> Reply:
    """The list, whole or a range of it; a file; 404 for what is not there."""
    if asked.path == _KEPT:
        return Reply(body=_kept(world), content_type="application/x-ndjson")
    if asked.path == LIST:
        content = _list(world)
        ranged = asked.headers.get("range")
        return (
            _ranged(content, ranged) if ranged else Reply(body=content, content_type="text/plain")
        )
    stamp, _, kind = asked.path.removeprefix("/gdeltv2/").partition(".")
    if kind == "gkg.csv.zip" and stamp in set(_stamps(world)):
        return Reply(body=_file(stamp), content_type="application/zip")
    return Reply(404, b"<Error><Code>NoSuchKey</Code></Error>", "application/xml")


def _parts(world: World) -> Parts:
    return ((_KEPT, {}),)


_CODEBOOK = (
    "doc: https://data.gdeltproject.org/documentation/"
    "GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf"
)

SERVICE = Service(
    answer=answer,
    habits={
        "a line of the list is a size, an MD5 and an address with http": (
            "recorded: gdelt_bulk/masterfilelist_slice_20150218.txt"
        ),
        "three files a quarter of an hour, CSV or csv in their names": (
            "recorded: gdelt_bulk/lastupdate_20260820123000.txt"
        ),
        "a GKG line has 27 fields, tabs between them, no header": _CODEBOOK,
        "the number of a record is the time of its file and a count": _CODEBOOK,
        "the title stands in the last field between PAGE_TITLE tags, with numeric entities": GUESS,
        "some lines have fewer fields": GUESS,
        "a quarter of an hour without files is missing from the list, or 404": GUESS,
        "the list is only added to, and is served in ranges": GUESS,
        "files of four hours of a day only": SMALL,
    },
    victims=(Victim("record_id"),),
    parts={"articles": _parts},
    settings={"days_at_first": 1},
    most_days=3,
    comes={
        **{
            fault: Comes(NOT_APPLICABLE, "neither a list nor a zip has columns")
            for fault in (
                "column added",
                "column removed",
                "column renamed",
                "column retyped",
                "invalid JSON escapes",
                "future dates",
                "latin-1",
            )
        },
        "CRLF": Comes("malformed", "a changed zip is not the one listed"),
        "shrunken": Comes(NOT_APPLICABLE, "a file that lost a part is not the one listed"),
    },
)
