"""What became known lately: the answer to "what is new" where no earlier release tells it.

Belongs here: the query over what the data themselves say was known when. Does not belong here: the
changes between two releases (`marts.rpt_changes`), HTML, feeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.report.links import Links
from pipelines.report.reading import Reader

DAYS = 90
_LATELY = """
    select events.known_from as day, 'action' as kind, events.title, events.jurisdiction,
        events.event_id, events.authority_id, null as path_kind, null as path_key,
        events.event_id as row_key, events.summary as more, events.source_url
    from {fct_sanction_events} as events
    where events.scope = 'core'
    union all by name
    select listings.known_from as day, 'listing' as kind,
        count(*) || ' listing(s) on ' || any_value(listings.list_name) as title,
        any_value(authorities.jurisdiction) as jurisdiction,
        'list' as path_kind, listings.list_code as path_key,
        'listings/' || listings.list_code || '/' || listings.known_from as row_key,
        string_agg(listings.entity_name, '; ' order by listings.entity_name)
            filter (listings.vendor_id is not null) as more
    from {rpt_listed_entities} as listings
    left join {dim_screening_list} as lists on listings.list_code = lists.list_code
    left join {dim_authority} as authorities on lists.authority_id = authorities.authority_id
    group by listings.list_code, listings.known_from
    union all by name
    select filed_on as day, 'disclosure' as kind,
        any_value(vendors.vendor_name) || ': ' || count(*) || ' figure(s) about measures' as title,
        'company' as path_kind, told.vendor_id as path_key,
        'disclosures/' || told.vendor_id || '/' || filed_on as row_key
    from {fct_company_disclosures} as told
    inner join {dim_vendor} as vendors on told.vendor_id = vendors.vendor_id
    group by told.vendor_id, filed_on
    union all by name
    select published_on as day, 'estimate' as kind,
        coalesce(firm, 'a firm without a name') || ': ' || count(*)
            || ' estimate(s) of market shares' as title,
        'shares/' || coalesce(firm, '') || '/' || published_on as row_key
    from {rpt_vendor_share} group by firm, published_on
"""
_WINDOW = f"""
    select * from ({_LATELY})
    where day <= ? and day > cast(? as date) - {DAYS}
    order by day desc, kind, row_key
"""


@dataclass(frozen=True)
class News:
    """One thing that became known on a day; `path` is its page, where it has one."""

    day: date
    kind: str
    title: str
    jurisdiction: str
    path: str | None
    row_key: str
    more: str


def became_known(reader: Reader, links: Links, as_of_on: date) -> list[News]:
    """What became known in the last 90 days of the data, newest first."""
    return [
        News(
            row["day"],
            row["kind"],
            row["title"],
            row["jurisdiction"] or "",
            links.event(row["event_id"], row["authority_id"])
            if row["event_id"]
            else links.page(row["path_kind"], row["path_key"])
            or ("shares.html" if row["kind"] == "estimate" else None),
            row["row_key"],
            row["more"] or "",
        )
        for row in reader.rows(_WINDOW, as_of_on, as_of_on)
    ]
