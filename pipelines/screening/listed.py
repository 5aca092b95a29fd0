"""Listed names out of the published warehouse.

Belongs here: the query behind a lookup. Does not belong here: any comparison of names.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from pipelines.releases.query import ask
from pipelines.screening.verdicts import ListedName

COLUMNS = [field.name for field in fields(ListedName)]
QUERY = f"""
    select {", ".join(c if c != "listed_since_on" else f"{c}::varchar" for c in COLUMNS)}
    from marts.rpt_listed_names
    where not is_address_entry
    order by listing_id, name_key
"""
SNAPSHOT = """
    select max(last_seen_at)::date::varchar, max(cast(is_sample as integer)) = 1
    from marts.rpt_listed_names
    left join (select list_code, last_seen_at from marts.dim_screening_list) using (list_code)
"""
COUNTRIES = "select country_code, iso3, country_name from marts.dim_country"


def listed_names(database: Path) -> list[ListedName]:
    """Every name in marts.rpt_listed_names, ended listings included.

    Raises ChipwatchError when nothing is published or the release has no such table.
    """
    rows = ask(database, QUERY).rows
    return [ListedName(**dict(zip(COLUMNS, row, strict=True))) for row in rows]


def snapshot(database: Path) -> tuple[str | None, bool]:
    """The day of the newest list snapshot, and whether names of the bundled sample are among."""
    rows = ask(database, SNAPSHOT).rows
    return rows[0][0], bool(rows[0][1])


def country_codes(database: Path) -> dict[str, str]:
    """Two-letter codes by themselves, three-letter code and English name, in lower case."""
    rows = ask(database, COUNTRIES).rows
    return {text.casefold(): row[0] for row in rows for text in row if text}
