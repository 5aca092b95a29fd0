"""The page of a screening list: what it does, who stands on it, what was seen to change.

Belongs here: its queries. Does not belong here: how it looks; finding one name (`search.py`).
"""

from __future__ import annotations

from pipelines.report.subjects.model import Kind, Table

LIST = Kind(
    "list",
    "lists",
    "List",
    """
    select lists.list_code as subject_id, lists.list_name as name, lists.authority_id,
        authorities.authority_name as issuer_name, lists.legal_effect, lists.legal_basis,
        lists.entity_count, lists.listing_count, lists.last_seen_at, lists.completeness,
        lists.complete_from_on, lists.complete_until_on, lists.completeness_note,
        lists.confidence, lists.source
    from {dim_screening_list} as lists
    left join {dim_authority} as authorities on lists.authority_id = authorities.authority_id
    """,
    {
        "issuer_name": "Kept by",
        "legal_effect": "What a listing does",
        "legal_basis": "Legal basis",
        "entity_count": "Entities",
        "listing_count": "Listings",
        "last_seen_at": "Last seen",
        "completeness": "Completeness",
        "completeness_note": "About completeness",
    },
    (
        Table(
            "listings",
            "Listings",
            "Newest first. The search above finds every listed name; the files hold all rows.",
            """
            select list_code as subject_id, listing_id, entity_id, entity_name, vendor_id,
                vendor_name, heading_country, heading_country_name, legal_effect, valid_from,
                valid_to, listing_status, known_from, is_reconstructed, is_in_latest_snapshot,
                last_seen_at, entry_count, address_count, citation, rule_citation,
                license_requirement, license_policy, source_list_url, is_sample
            from {rpt_listed_entities}
            order by list_code, valid_from desc nulls last, entity_name, listing_id
            """,
            {
                "entity_name": "listed name",
                "vendor_name": "company",
                "heading_country_name": "country",
                "valid_from": "from",
                "valid_to": "until before",
                "listing_status": "status",
                "citation": "citation",
            },
            "No entry of it is held here.",
        ),
        Table(
            "changes",
            "Seen to change",
            "Differences between snapshots that were archived.",
            """
            select list_code as subject_id, observed_at, previous_observed_at, change_kind,
                entity_name, vendor_id, start_on, citation, changed_fields, is_plausible,
                payload_sha256
            from {fct_listing_changes}
            order by list_code, observed_at desc, change_kind, entity_name, change_id
            """,
            {
                "observed_at": "seen",
                "change_kind": "change",
                "entity_name": "listed name",
                "start_on": "from",
                "citation": "citation",
                "changed_fields": "what",
            },
            "No two snapshots differ, or only one was archived.",
        ),
        Table(
            "announcements",
            "Announcements",
            "What the issuer announced about the list, and what became of it here.",
            """
            select list_code as subject_id, announced_on, official_number, announcement_kind,
                subject, stated_count, held_count, settled, reason, measure_id, event_id,
                source, source_url, confidence
            from {fct_list_announcements} order by list_code, announced_on desc
            """,
            {
                "announced_on": "announced",
                "official_number": "number",
                "subject": "subject",
                "stated_count": "names stated",
                "held_count": "names held",
                "settled": "settled",
                "source": "source",
            },
            "None is on record; only China's lists are announced one by one.",
        ),
        Table(
            "measures",
            "Measures it acts through",
            "Measures on which listings hang.",
            """
            select distinct listings.list_code as subject_id, listings.measure_id,
                measures.measure_title
            from {fct_entity_listings} as listings
            inner join {dim_measure} as measures on listings.measure_id = measures.measure_id
            order by subject_id, measures.measure_title
            """,
            {"measure_title": "measure"},
            "Its listings hang on no measure of the ledger: they hold as long as they stand.",
        ),
    ),
)
