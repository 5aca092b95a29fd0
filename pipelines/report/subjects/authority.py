"""The page of an authority: its measures, lists and actions, and until when it was looked at.

Belongs here: its queries. Does not belong here: how it looks.
"""

from __future__ import annotations

from pipelines.report.subjects.model import Kind, Table
from pipelines.report.subjects.shared_tables import actions, evidence

_EVENTS = """
    select authority_id as subject_id, event_id, instrument from {fct_sanction_events}
"""
AUTHORITY = Kind(
    "authority",
    "authorities",
    "Authority",
    """
    select authorities.authority_id as subject_id, authorities.authority_name as name,
        authorities.authority_name_zh, authorities.jurisdiction,
        parents.authority_name as parent_authority_name, authorities.parent_authority_id,
        authorities.site, authorities.checked_until_on, authorities.checked_in,
        authorities.checked_source, authorities.confidence
    from {dim_authority} as authorities
    left join {dim_authority} as parents
        on authorities.parent_authority_id = parents.authority_id
    """,
    {
        "authority_name_zh": "Chinese name",
        "jurisdiction": "Government of",
        "parent_authority_name": "Part of",
        "site": "Site",
        "checked_until_on": "Looked at until",
        "checked_in": "in",
        "checked_source": "Source",
    },
    (
        Table(
            "measures",
            "Measures",
            "Its measures and their status by present knowledge.",
            """
            select measures.authority_id as subject_id, measures.measure_id,
                measures.measure_title, measures.measure_kind, measures.scope,
                case
                    when status.is_outcome_verified then status.status
                    when status.status is null then null
                    when measures.is_followed then 'unknown_outcome'
                    else 'unknown'
                end as status,
                status.valid_from, status.clause, measures.confidence
            from {dim_measure} as measures
            left join {fct_measure_status} as status
                on measures.measure_id = status.measure_id and status.known_to is null
                and holds(status.valid_from, status.valid_to)
            order by subject_id, measures.measure_title, status.valid_from
            """,
            {
                "measure_title": "measure",
                "measure_kind": "kind",
                "scope": "scope",
                "status": "status",
                "valid_from": "so since",
            },
            "No measure of it is on record.",
        ),
        Table(
            "lists",
            "Lists",
            "The lists that it keeps.",
            """
            select authority_id as subject_id, list_code, list_name, legal_effect, entity_count,
                listing_count, last_seen_at, completeness
            from {dim_screening_list} order by authority_id, list_name
            """,
            {
                "list_name": "list",
                "legal_effect": "effect",
                "entity_count": "entities",
                "listing_count": "listings",
                "last_seen_at": "last seen",
                "completeness": "completeness",
            },
            "It keeps no list that is held here.",
        ),
        actions(_EVENTS, "instrument"),
        evidence(_EVENTS),
    ),
)
