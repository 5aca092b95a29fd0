"""The page of a measure: its status through both times, steps, listings, cost, evidence.

Belongs here: its queries. Does not belong here: how it looks.
"""

from __future__ import annotations

from pipelines.report.subjects.model import Kind, Table
from pipelines.report.subjects.shared_tables import actions, evidence, reactions

_EVENTS = """
    select distinct measure_id as subject_id, event_id, coalesce(clause, 'the measure') as clause
    from {bridge_event_measures}
"""
MEASURE = Kind(
    "measure",
    "measures",
    "Measure",
    """
    select measures.measure_id as subject_id, measures.measure_title as name,
        measures.authority_id, authorities.authority_name as issuer_name, measures.jurisdiction,
        measures.measure_kind, measures.legal_basis, measures.scope, now.status,
        now.status_from, authorities.checked_until_on, measures.is_followed, measures.note,
        measures.confidence, measures.source
    from {dim_measure} as measures
    inner join {dim_authority} as authorities
        on measures.authority_id = authorities.authority_id
    left join (
        select status.measure_id,
            string_agg(
                distinct case
                    when status.is_outcome_verified then status.status
                    when followed.is_followed then 'unknown_outcome'
                    else 'unknown'
                end, '; '
            ) as status,
            min(status.valid_from) as status_from
        from {fct_measure_status} as status
        inner join {dim_measure} as followed on status.measure_id = followed.measure_id
        where status.known_to is null
            and holds(status.valid_from, status.valid_to)
        group by status.measure_id
    ) as now on measures.measure_id = now.measure_id
    """,
    {
        "issuer_name": "Issuer",
        "status": "Status on the day of the release",
        "status_from": "so since",
        "checked_until_on": "Its issuer was looked at until",
        "measure_kind": "Kind",
        "legal_basis": "Legal basis",
        "scope": "Scope",
        "note": "Note",
        "confidence": "Confidence",
    },
    (
        Table(
            "status",
            "Status through time, by present knowledge",
            "What held from a day on. What was only planned for a day that has come is an unknown "
            "outcome. The files hold every vintage: what was known when.",
            """
            select measure_id as subject_id, valid_from, valid_to, status, is_outcome_verified,
                clause, known_from, known_to, known_basis, event_id, payload_sha256
            from {fct_measure_status}
            order by measure_id, known_to is not null, valid_from, known_from
            """,
            {
                "valid_from": "from",
                "valid_to": "until before",
                "status": "status",
                "is_outcome_verified": "came about",
                "clause": "clause",
                "known_from": "known from",
                "known_to": "believed until",
            },
            "No step of it is on record.",
        ),
        Table(
            "open",
            "Ends and returns that are open",
            "Announced, and no source says that it came about.",
            """
            select measure_id as subject_id, announced_on, announced_status, status_before,
                outcome, clause, event_id, event_title, known_from, source_url
            from {rpt_open_expiries} order by measure_id, announced_on
            """,
            {
                "announced_on": "day",
                "announced_status": "announced",
                "status_before": "until then",
                "outcome": "outcome",
                "event_title": "by",
                "known_from": "known since",
            },
            "None is on record.",
        ),
        actions(_EVENTS, "clause"),
        Table(
            "listings",
            "Lists under it",
            "Entries that have their effect through this measure.",
            """
            select listings.measure_id as subject_id, listings.list_code, lists.list_name,
                count(*) as listings,
                count(*) filter (holds(listings.valid_from, listings.valid_to)) as present,
                min(listings.valid_from) as first_on, max(listings.valid_from) as latest_on
            from {fct_entity_listings} as listings
            inner join {dim_screening_list} as lists on listings.list_code = lists.list_code
            where listings.measure_id is not null
            group by all order by subject_id, lists.list_name
            """,
            {
                "list_name": "list",
                "listings": "listings",
                "present": "present ones",
                "first_on": "first",
                "latest_on": "latest",
            },
            "No entry of a list hangs on it.",
        ),
        Table(
            "costs",
            "What companies said that it cost",
            "By their own disclosures.",
            """
            select told.measure_id as subject_id, told.filed_on, told.vendor_id,
                vendors.vendor_name, told.segment, told.disclosure_kind, told.wording,
                told.amount, told.currency, told.unit, told.amount_usd, told.is_forecast,
                told.accession_number, told.confidence, told.source, told.source_url
            from {fct_company_disclosures} as told
            inner join {dim_vendor} as vendors on told.vendor_id = vendors.vendor_id
            where told.measure_id is not null
            order by told.measure_id, told.filed_on desc, told.disclosure_id
            """,
            {
                "filed_on": "filed",
                "vendor_name": "company",
                "disclosure_kind": "what",
                "segment": "segment",
                "amount": "amount",
                "currency": "",
                "unit": "unit",
                "wording": "as said",
                "confidence": "confidence",
                "source": "source",
            },
            "No company disclosed a figure about it that is on record.",
        ),
        Table(
            "rules",
            "Rules on chips",
            "Rules and letters of this measure that chip statuses are computed from.",
            """
            select measure_id as subject_id, rule_id, rule_title, rule_kind, paragraph, citation,
                valid_from, valid_to, source, source_url, confidence
            from {dim_rule} where measure_id is not null
            order by measure_id, valid_from, rule_id
            """,
            {
                "rule_title": "rule",
                "rule_kind": "kind",
                "paragraph": "paragraph",
                "citation": "citation",
                "valid_from": "from",
                "valid_to": "until before",
            },
            "No chip rule belongs to it.",
        ),
        reactions(_EVENTS, "true"),
        evidence(_EVENTS),
    ),
)
