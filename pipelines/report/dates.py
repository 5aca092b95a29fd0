"""Days that are ahead of the release, and days that have come without anybody saying how.

Belongs here: the one query behind the page's list and the calendar. Does not belong here: the
day of the release (`reading.py`), HTML, the calendar's form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.report.links import Links
from pipelines.report.reading import Reader

_DATES = """
    with day as (select as_of_on from release_day)

    select status.valid_from as day, 'status' as kind, status.measure_id, measures.measure_title
        as title, measures.jurisdiction, status.status, coalesce(status.clause, '') as more,
        status.known_from, not status.is_outcome_verified as is_announced, '' as source_url,
        status.event_id
    from {fct_measure_status} as status
    inner join {dim_measure} as measures on status.measure_id = measures.measure_id
    cross join day
    where status.valid_from > day.as_of_on and status.known_from <= day.as_of_on
        and status.known_to is null
    union all by name
    select open.announced_on as day, 'open' as kind, open.measure_id, open.measure_title as title,
        open.jurisdiction, open.announced_status as status, coalesce(open.clause, '') as more,
        open.known_from, true as is_announced, open.source_url, open.event_id
    from {rpt_open_expiries} as open
    cross join day
    where open.known_from <= day.as_of_on
        and (open.announced_on <= day.as_of_on or open.step_no is null)
    union all by name
    select unpivoted.day, unpivoted.kind, null as measure_id, unpivoted.title,
        unpivoted.jurisdiction, unpivoted.kind as status, '' as more, unpivoted.known_from,
        false as is_announced, unpivoted.source_url, unpivoted.event_id
    from (
        select event_id, title, jurisdiction, known_from, source_url, effective_on,
            compliance_on, expires_on, comments_close_on
        from {fct_sanction_events}
    )
    unpivot (day for kind in (effective_on, compliance_on, expires_on, comments_close_on))
        as unpivoted
    cross join day
    where unpivoted.day > day.as_of_on and unpivoted.known_from <= day.as_of_on
        and not exists (
            select 1 from {fct_measure_status} as same
            where same.event_id = unpivoted.event_id and same.valid_from = unpivoted.day
                and unpivoted.kind <> 'comments_close_on'
        )
    union all by name
    select documents.comments_close_on as day, 'comments_close_on' as kind, null as measure_id,
        documents.title, documents.issuer_jurisdiction as jurisdiction,
        'comments_close_on' as status, 'not in the ledger yet' as more,
        documents.first_on as known_from, false as is_announced, documents.url as source_url,
        documents.candidate_id as event_id
    from {rpt_event_candidates} as documents
    cross join day
    where documents.comments_close_on > day.as_of_on and documents.first_on <= day.as_of_on
        and documents.candidate_state = 'promoted'
"""


@dataclass(frozen=True)
class Dated:
    """One day: what is said to come, or came and is unknown; `path` is the measure's page."""

    day: date
    kind: str
    title: str
    jurisdiction: str
    status: str
    more: str
    known_from: date
    path: str | None
    source_url: str
    row_key: str

    def is_ahead(self, as_of_on: date) -> bool:
        """Whether the day had not come on the day of the release."""
        return self.day > as_of_on


def dates(reader: Reader, links: Links) -> list[Dated]:
    """Every such day, in the order of time."""
    found = [
        Dated(
            row["day"],
            row["kind"],
            row["title"],
            row["jurisdiction"],
            row["status"],
            row["more"],
            row["known_from"],
            links.page("measure", row["measure_id"]) or links.event(row["event_id"]),
            row["source_url"] or "",
            f"{row['measure_id'] or row['event_id']}/{row['kind']}/{row['status']}/{row['more']}",
        )
        for row in reader.rows(_DATES)
    ]
    return sorted(found, key=lambda one: (one.day, one.jurisdiction, one.title, one.row_key))
