"""Listed names out of the published warehouse.

Belongs here: the queries behind a lookup: the names, and which lists they come from.
Does not belong here: any comparison of names.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from pipelines.releases.query import Reading
from pipelines.screening.verdicts import ListedName

COLUMNS = [field.name for field in fields(ListedName)]
QUERY = f"""
    select {", ".join(c if c != "listed_since_on" else f"{c}::varchar as {c}" for c in COLUMNS)}
    from marts.rpt_listed_names
    where not is_address_entry
    order by listing_id, name_key
"""
CONSULTED = """
    with held as (
        select
            list_code,
            count(distinct listing_id) as listing_count,
            max(valid_from) as newest_from
        from marts.fct_entity_listings
        group by list_code
    ),
    files as (
        select distinct list_code, payload_sha256
        from marts.fct_entity_listings
        where is_in_latest_snapshot
    ),
    unread as (
        select
            files.list_code,
            sum(payloads.reject_count) as unread_count,
            max(cast(payloads.is_sample as integer)) as sample_count
        from files
        inner join meta.payloads as payloads on files.payload_sha256 = payloads.payload_sha256
        group by files.list_code
    )
    select
        lists.list_code,
        lists.list_name,
        coalesce(held.listing_count, 0),
        cast(coalesce(cast(lists.last_seen_at as date), held.newest_from) as varchar),
        lists.last_seen_at is null,
        cast(coalesce(unread.unread_count, 0) as bigint),
        coalesce(unread.sample_count, 0) > 0
    from marts.dim_screening_list as lists
    left join held on lists.list_code = held.list_code
    left join unread on lists.list_code = unread.list_code
    order by lists.list_code
"""


@dataclass(frozen=True)
class ConsultedList:
    """A list as it stands in the release: none of its listings are there when it is not held.

    `as_of_on` is the day of the newest snapshot, or of the newest edition of a list that is
    curated by hand. `unread_count` are entries of its file that could not be read.
    """

    list_code: str
    list_name: str
    listing_count: int
    as_of_on: str | None
    is_curated: bool
    unread_count: int
    is_sample: bool

    def age_days(self, today: date) -> int | None:
        """How many days ago the list was as it is here."""
        return (today - date.fromisoformat(self.as_of_on)).days if self.as_of_on else None


def listed_names(release: Reading) -> list[ListedName]:
    """Every name in marts.rpt_listed_names, ended listings included.

    Raises duckdb.Error when the release has no such table.
    """
    return [ListedName(**row) for row in release.rows(QUERY)]


def consulted_lists(release: Reading) -> list[ConsultedList]:
    """Every known list, those without a listing here included, by code."""
    return [ConsultedList(*row) for row in release.answer(CONSULTED).rows]
