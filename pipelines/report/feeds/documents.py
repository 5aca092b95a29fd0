"""The feeds of a release: what is new as Atom and JSON Feed, dates as a calendar.

Belongs here: which words of the release go into which member of a feed. Does not belong here: the
forms (`icalendar.py`, `releases/atom.py`), the queries (`news.py`, `dates.py`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime, time

from pipelines.labels import Labels
from pipelines.releases.atom import Entry as AtomEntry
from pipelines.releases.atom import atom, urn
from pipelines.report.dates import Dated
from pipelines.report.feeds.icalendar import Entry, icalendar
from pipelines.report.news import DAYS, News
from pipelines.report.reading import Row

SAMPLE = "sample data: do not cite. "
KIND_OF_DAY = {
    "effective_on": "takes effect",
    "compliance_on": "compliance required",
    "expires_on": "expires",
    "comments_close_on": "comments close",
}


def feeds(
    release: Row, news: Sequence[News], coming: Sequence[Dated], labels: Labels
) -> dict[str, bytes]:
    """Path → document."""
    sample = SAMPLE if release["is_sample"] else ""
    made = release["released_at"]
    about = f"{sample}What became known in the {DAYS} days to the day of the release."
    title = f"chipwatch: what is new ({release['release_id']})"
    return {
        "feeds/new.atom.xml": atom(
            urn("news"),
            title,
            about,
            made,
            [
                AtomEntry(
                    urn("news", one.row_key),
                    one.title,
                    one.kind,
                    f"{sample}{one.more}".strip() or one.title,
                    datetime.combine(one.day, time()),
                )
                for one in news
            ],
        ),
        "feeds/new.json": _json_feed(title, about, sample, news),
        "feeds/dates.ics": icalendar(
            "chipwatch: coming and open dates",
            made,
            [_calendar_entry(one, release, labels, sample) for one in coming],
        ),
    }


def words_of(one: Dated, release: Row, labels: Labels) -> str:
    """What is said of a day, in words."""
    ahead = one.is_ahead(release["as_of_on"])
    if one.kind in KIND_OF_DAY:
        return KIND_OF_DAY[one.kind]
    status = labels.said("announced_status", one.status)
    status = status if one.kind == "open" else labels.said("status", one.status)
    return status if ahead else f"outcome unknown; announced: {status}"


def _calendar_entry(one: Dated, release: Row, labels: Labels, sample: str) -> Entry:
    more = f"{one.more}. " if one.more else ""
    source = f" Source: {one.source_url}" if one.source_url else ""
    return Entry(
        f"{uuid.uuid5(uuid.NAMESPACE_URL, f'chipwatch:date:{one.row_key}')}@chipwatch",
        one.day,
        f"{one.jurisdiction}: {one.title}: {words_of(one, release, labels)}",
        f"{sample}{more}Known since {one.known_from}; as of {release['as_of_on']}, release "
        f"{release['release_id']}.{source}",
        "ahead" if one.is_ahead(release["as_of_on"]) else "outcome unknown",
    )


def _json_feed(title: str, about: str, sample: str, news: Sequence[News]) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "description": about,
        "items": [
            {
                "id": urn("news", one.row_key),
                "title": one.title,
                "content_text": f"{sample}{one.more}".strip() or one.title,
                "date_published": f"{one.day}T00:00:00Z",
                "tags": [one.kind],
            }
            for one in news
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
