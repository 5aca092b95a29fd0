"""The Guardian's content API: counted pages of a search."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from pipelines.parsing.records import Outcome
from tests.simulator.service import (
    GUESS,
    SMALL,
    Asked,
    Comes,
    Key,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    structured,
)
from tests.simulator.world import World


def _reports(world: World, first: date, last: date) -> list[tuple[str, datetime]]:
    """An article a day: identifier and time."""
    return [
        (f"technology/{day}/chips", datetime.combine(day, time(7), UTC))
        for day in world.days(first, last)
        if datetime.combine(day, time(7), UTC) <= world.now
    ]


def answer(world: World, asked: Asked) -> Reply:
    """Pages of five hits, counted; a page beyond the last one is an error."""
    if asked.one("api-key") in {"", "wrong"}:
        return Reply(401, as_json({"message": "Unauthorized"}))
    first, last = (date.fromisoformat(asked.one(f"{edge}-date")) for edge in ("from", "to"))
    found, number = _reports(world, first, last), int(asked.one("page", "1"))
    pages = -(-len(found) // 5)
    if number > max(pages, 1):
        message = "requested page is beyond the number of available pages"
        return Reply(400, as_json({"response": {"status": "error", "message": message}}))
    told = {"status": "ok", "userTier": "developer", "total": len(found)}
    told |= {"startIndex": (number - 1) * 5 + 1, "pageSize": 5}
    told |= {"currentPage": number, "pages": pages}
    records = [
        {
            "id": name,
            "type": "article",
            "sectionId": "technology",
            "sectionName": "Technology",
            "webPublicationDate": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "webTitle": f"Café chips of {at:%d %B}",
            "webUrl": f"https://www.theguardian.com/{name}",
            "apiUrl": f"https://content.guardianapis.com/{name}",
            "isHosted": False,
            "pillarId": "pillar/news",
            "pillarName": "News",
        }
        for name, at in found[(number - 1) * 5 : number * 5]
    ]
    return structured(records, lambda r: as_json({"response": {**told, "results": r}}))


def _parts(world: World) -> Parts:
    for day in world.days():
        yield "/search", {"api-key": "x", "from-date": f"{day}", "to-date": f"{day}"}


SERVICE = Service(
    answer=answer,
    habits={
        "a response with status, total, pages, currentPage and results": (
            "doc: https://open-platform.theguardian.com/documentation/search"
        ),
        "the members of a result": (
            "doc: https://open-platform.theguardian.com/documentation/search"
        ),
        "a page beyond the last one is 400 with a message": GUESS,
        "a key that is not valid is 401 with a message": GUESS,
        "pages hold five, whatever page-size asks for": SMALL,
    },
    refusals={
        "articles": {
            b'{"message": "Unauthorized"}': Outcome.UNAUTHORIZED,
            b'{"message": "API rate limit exceeded"}': Outcome.THROTTLED,
            b'{"response": {"status": "error", "message": "page is beyond"}}': (
                Outcome.REJECTED_QUERY
            ),
            b'{"response": {"status": "ok", "results": []}}': Outcome.EMPTY,
            b'{"response": {"status": "ok"}}': Outcome.MALFORMED,
        }
    },
    victims=(Victim("webTitle", "webPublicationDate"),),
    parts={"articles": _parts},
    settings={"days_at_first": 20, "days_a_slice": 10},
    key=Key("canary-guardian-1d5e", "canary/guardian+1d5e02"),
    comes={"shrunken": Comes("ok", "the next fetch reads the last two weeks again")},
    in_short=("200 sentence", "column removed"),
)
