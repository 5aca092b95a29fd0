"""The intervals behind the page "On a day", as a script file.

Belongs here: shipping what `measures_as_of`, `chip_status_as_of` and `listings_as_of` read, small.
Does not belong here: the answer (`shared/as-of.js` computes it as the SQL macros do).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.labels import Labels
from pipelines.report.links import Links
from pipelines.report.reading import Reader

DESTINATION = "CN"
EXPORT_KIND = "export_from_us"
_MEASURES = """
    select measures.measure_id, measures.measure_title, measures.jurisdiction, measures.scope,
        measures.is_followed, {days(checked_until_on)} as checked_until
    from {dim_measure} as measures
    inner join {dim_authority} as authorities
        on measures.authority_id = authorities.authority_id
    order by measures.jurisdiction, measures.measure_title, measures.measure_id
"""
_STATUS = """
    select measure_id, status, is_outcome_verified, clause, {days(valid_from)} as a,
        {days(valid_to)} as b, {days(known_from)} as c, {days(known_to)} as d
    from {fct_measure_status} order by all
"""
_CHIPS = """
    select status.chip_id, chips.chip_name, vendors.vendor_name, status.destination_group_id,
        status.status, status.license_policy, status.paragraph, {days(status.valid_from)} as a,
        {days(status.valid_to)} as b, {days(status.known_from)} as c,
        {days(status.known_to)} as d
    from {fct_chip_control_status} as status
    inner join {dim_chip} as chips on status.chip_id = chips.chip_id
    inner join {dim_destination_group} as places
        on status.destination_group_id = places.destination_group_id
    left join {dim_vendor} as vendors on chips.vendor_id = vendors.vendor_id
    where status.export_type = ?
        and status.consignee_headquarters_group = places.local_headquarters_group
        and (
            status.destination_group_id = lower(?)
            or status.destination_group_id in (
                select members.destination_group_id
                from {bridge_destination_group_countries} as members
                where members.country_code = ?
            )
        )
    order by vendors.vendor_name, chips.chip_name, status.chip_id, status.valid_from,
        status.known_from, status.destination_group_id
"""
_GROUPS = """
    select destination_group_id, {days(valid_from)} as a, {days(valid_to)} as b,
        {days(known_from)} as c, {days(valid_to_known_from)} as d
    from {bridge_destination_group_countries} where country_code = ? order by all
"""
_LISTINGS = """
    select listings.list_code, lists.list_name, listings.measure_id,
        {days(listings.valid_from)} as a, {days(listings.valid_to)} as b,
        {days(listings.known_from)} as c, {days(listings.effective_on)} as e,
        {days(cast(listings.first_seen_at as date))} as s, count(*) as n
    from {fct_entity_listings} as listings
    left join {dim_screening_list} as lists on listings.list_code = lists.list_code
    group by all order by all
"""


def as_of_data(reader: Reader, links: Links, labels: Labels) -> str:
    """The script that hands the intervals to the page; days are counted from 1970-01-01."""
    measures = {row["measure_id"]: row for row in _asked(reader, _MEASURES)}
    places = {measure_id: place for place, measure_id in enumerate(measures)}
    told = {
        "measures": [
            [
                row["measure_title"],
                row["jurisdiction"],
                row["scope"],
                row["is_followed"],
                row["checked_until"],
                links.page("measure", measure_id),
                measure_id,
            ]
            for measure_id, row in measures.items()
        ],
        "status": [
            [
                places[row["measure_id"]],
                row["a"],
                row["b"],
                row["c"],
                row["d"],
                row["status"],
                row["is_outcome_verified"],
                row["clause"],
            ]
            for row in _asked(reader, _STATUS)
            if row["measure_id"] in places
        ],
        **_chips(reader, links),
        **_listings(reader, links, places),
        "labels": {
            column: {value: found.label for value, found in labels.of_column(column).items()}
            for column in ("status", "us_status", "license_policy", "listing_status")
        },
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.chipwatchIntervals = {text};\n"


def _chips(reader: Reader, links: Links) -> dict[str, Any]:
    rows = _asked(reader, _CHIPS, EXPORT_KIND, DESTINATION, DESTINATION)
    chips = list(dict.fromkeys((r["chip_id"], r["chip_name"], r["vendor_name"]) for r in rows))
    places = {chip[0]: place for place, chip in enumerate(chips)}
    return {
        "destination": DESTINATION.lower(),
        "groups": [
            [row["destination_group_id"], row["a"], row["b"], row["c"], row["d"]]
            for row in _asked(reader, _GROUPS, DESTINATION)
        ],
        "chips": [
            [name, vendor, links.page("chip", chip_id), chip_id] for chip_id, name, vendor in chips
        ],
        "chipStatus": [
            [
                places[row["chip_id"]],
                row["a"],
                row["b"],
                row["c"],
                row["d"],
                row["destination_group_id"],
                row["status"],
                row["license_policy"],
                row["paragraph"],
            ]
            for row in rows
        ],
    }


def _listings(reader: Reader, links: Links, measures: Mapping[str, int]) -> dict[str, Any]:
    rows = _asked(reader, _LISTINGS)
    lists = {row["list_code"]: row["list_name"] or row["list_code"] for row in rows}
    places = {code: place for place, code in enumerate(lists)}
    return {
        "lists": [[name, links.page("list", code), code] for code, name in lists.items()],
        "listings": [
            [
                places[row["list_code"]],
                row["a"],
                row["b"],
                row["c"],
                measures.get(row["measure_id"], None if row["measure_id"] is None else -1),
                row["e"],
                row["s"],
                row["n"],
            ]
            for row in rows
        ],
    }


def _asked(reader: Reader, sql: str, *parameters: object) -> Sequence[Mapping[str, Any]]:
    """The rows of a query in which `{days(x)}` is a day as a number."""
    while "{days(" in sql:
        before, _, rest = sql.partition("{days(")
        inside, _, after = rest.partition(")}")
        sql = f"{before}date_diff('day', date '1970-01-01', {inside}){after}"
    return reader.rows(sql, *parameters)
