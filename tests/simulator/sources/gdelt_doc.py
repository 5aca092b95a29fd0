"""The GDELT DOC API: lists of articles in windows of time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from tests.simulator.service import (
    GUESS,
    NOT_APPLICABLE,
    Asked,
    Comes,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    structured,
)
from tests.simulator.world import BEGINNING, World


def _articles(world: World, start: datetime, stop: datetime) -> list[tuple[str, datetime]]:
    """Articles seen strictly between two times: three a day, three hundred on the 10th."""
    found = []
    for day in world.days(start.date(), stop.date()):
        count = 300 if day.day == 10 else 3
        for number in range(count):
            quarter = timedelta(minutes=15 * (number * 96 // count))
            seen = datetime.combine(day, time(), UTC) + quarter
            if start < seen < stop and seen <= world.now:
                found.append((f"https://outlet.example/{day}/{number}", seen))
    return found


def answer(world: World, asked: Asked) -> Reply:
    """At most 250 articles of a window open at both ends; `{}` for none; sentences for errors."""
    if " OR " in asked.one("query") and "(" not in asked.one("query"):
        return Reply(body=b"Queries containing OR'd terms must be surrounded by ().")
    start, stop = (
        datetime.strptime(asked.one(f"{edge}datetime"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        for edge in ("start", "end")
    )
    found = _articles(world, start, stop)[-int(asked.one("maxrecords", "75")) :]
    if not found:
        return Reply(body=b"{}")
    records = [
        {
            "url": url,
            "url_mobile": "",
            "title": "U . S . Limits , Delays \\ chips café",
            "seendate": seen.strftime("%Y%m%dT%H%M%SZ"),
            "socialimage": "",
            "domain": "outlet.example",
            "language": "English",
            "sourcecountry": "United States",
        }
        for url, seen in reversed(found)
    ]
    return structured(records, lambda r: as_json({"articles": r}).replace(b"\\\\", b"\\"))


def _latest_quarter(now: datetime) -> datetime:
    """The start of the quarter of an hour."""
    whole = now.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=now.minute % 15)


def _parts(world: World) -> Parts:
    """Quarters of days: even a day of three hundred articles fits an answer so."""
    latest = _latest_quarter(world.now)
    start = datetime.combine(BEGINNING - timedelta(days=1), time(), UTC) - timedelta(seconds=1)
    while start < latest:
        stop = start + timedelta(hours=6, seconds=1)
        window = {"start": start, "end": min(stop, latest)}
        stamps = {f"{edge}datetime": f"{moment:%Y%m%d%H%M%S}" for edge, moment in window.items()}
        yield "/api/v2/doc/doc", {"query": "x", "maxrecords": "250", **stamps}
        start = stop - timedelta(seconds=1)


SERVICE = Service(
    answer=answer,
    habits={
        "exactly eight members an article, languages and countries by their English names": (
            "recorded: gdelt_doc/artlist_oil_2023_raw.json"
        ),
        "75 articles unless more are asked for, 250 at most": (
            "doc: https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/"
        ),
        "errors are English sentences with status 200": "assembled: gdelt_doc/error_bodies.tsv",
        "nothing found is an empty object": "assembled: gdelt_doc/error_bodies.tsv",
        "windows are open at both ends": GUESS,
        "a lone backslash is written as it is: JSON that json.loads refuses": (
            "issue: alex9smith/gdelt-doc-api#26"
        ),
        "times seen are whole quarters of an hour": "recorded: gdelt_doc/artlist_oil_2023_raw.json",
    },
    recorded={
        "articles": {
            "gdelt_doc/artlist_oil_2023_raw.json": 250,
        },
    },
    victims=(Victim("seendate", "seendate"),),
    parts={"articles": _parts},
    settings={"days_at_first": 20, "queries": ["(chip OR chips) China"]},
    comes={
        "invalid JSON escapes": Comes("ok", "repaired: its everyday habit"),
        "shrunken": Comes(NOT_APPLICABLE, "nothing says how many there were"),
    },
    in_short=("200 sentence", "invalid JSON escapes", "empty body"),
)
