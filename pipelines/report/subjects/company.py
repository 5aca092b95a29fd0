"""The page of a curated vendor: listings, owners, actions, chips, shares, revenue, disclosures.

Belongs here: its queries. Does not belong here: how it looks; listed parties that are no vendor.
"""

from __future__ import annotations

from pipelines.report.subjects.model import Kind, Table
from pipelines.report.subjects.shared_tables import actions, evidence, reactions

_EVENTS = """
    select vendor_id as subject_id, event_id, vendor_role from {bridge_event_vendors}
"""
_OWNED = """
    select owned_vendor_id as subject_id, 'is owned by' as relation, owner_name as party_name,
        owner_vendor_id as party_vendor_id, share_kind, least_pct, most_pct, valid_from, valid_to,
        source, source_url, confidence
    from {fct_ownership} where owned_vendor_id is not null
    union all
    select owner_vendor_id as subject_id, 'owns' as relation, owned_name as party_name,
        owned_vendor_id as party_vendor_id, share_kind, least_pct, most_pct, valid_from, valid_to,
        source, source_url, confidence
    from {fct_ownership} where owner_vendor_id is not null
"""
COMPANY = Kind(
    "company",
    "companies",
    "Company",
    """
    with listed as (
        select vendor_id,
            string_agg(distinct list_name, '; ' order by list_name) filter (
                where jurisdiction = 'US'
            ) as us_lists,
            string_agg(distinct list_name, '; ' order by list_name) filter (
                where jurisdiction = 'CN'
            ) as chinese_lists,
            string_agg(distinct list_name, '; ' order by list_name) filter (
                where jurisdiction not in ('US', 'CN')
            ) as other_lists
        from (
            select listings.vendor_id, listings.list_name, authorities.jurisdiction
            from {rpt_listed_entities} as listings
            inner join {dim_screening_list} as lists on listings.list_code = lists.list_code
            inner join {dim_authority} as authorities
                on lists.authority_id = authorities.authority_id
            where holds(listings.valid_from, listings.valid_to)
                and listings.vendor_id is not null
        )
        group by vendor_id
    )
    select vendors.vendor_id as subject_id, vendors.vendor_name as name,
        vendors.vendor_name_zh, vendors.aliases, vendors.headquarters_country,
        vendors.vendor_kind, parents.vendor_name as parent_name, vendors.parent_vendor_id,
        cast(vendors.cik as varchar) as cik,
        coalesce(listed.us_lists, 'no US list that is held here') as us_lists,
        coalesce(listed.chinese_lists, 'no Chinese list that is held here') as chinese_lists,
        listed.other_lists, vendors.confidence, vendors.source, vendors.is_user_data
    from {dim_vendor} as vendors
    left join {dim_vendor} as parents on vendors.parent_vendor_id = parents.vendor_id
    left join listed on vendors.vendor_id = listed.vendor_id
    where not vendors.is_aggregate
    """,
    {
        "vendor_name_zh": "Chinese name",
        "aliases": "Other names",
        "headquarters_country": "Headquarters",
        "vendor_kind": "What it does",
        "parent_name": "Parent",
        "us_lists": "On lists of Washington today",
        "chinese_lists": "On lists of Beijing today",
        "other_lists": "On other lists today",
        "cik": "EDGAR number",
    },
    (
        actions(_EVENTS, "vendor_role"),
        Table(
            "listings",
            "Listings",
            "Entries of screening lists under its own name or one of its companies, with the rule "
            "that made them. A hit is a lead, no clearance is given here.",
            """
            select vendor_id as subject_id, listing_id, entity_name, list_code, list_name,
                legal_effect, valid_from, valid_to, listing_status, listing_status_from_on,
                known_from, is_reconstructed, last_seen_at, citation, license_policy,
                source_list_url, is_sample
            from {rpt_listed_entities} where vendor_id is not null
            order by vendor_id, valid_to is not null, valid_from desc, entity_name, listing_id
            """,
            {
                "entity_name": "listed name",
                "list_name": "list",
                "legal_effect": "effect",
                "valid_from": "from",
                "valid_to": "until before",
                "listing_status": "status",
                "citation": "citation",
            },
            "No entry of a list that is held here carries its name.",
        ),
        Table(
            "owners",
            "Owners and holdings",
            "Shares as their sources state them. A company of which listed parties own enough may "
            "be restricted without standing on a list.",
            f"select * from ({_OWNED}) order by all",
            {
                "relation": "",
                "party_name": "party",
                "share_kind": "share of",
                "least_pct": "at least, %",
                "most_pct": "at most, %",
                "valid_from": "from",
                "valid_to": "until before",
                "confidence": "confidence",
                "source": "source",
            },
            "No holding is on record. That is not that there is none.",
        ),
        Table(
            "affiliates",
            "Owned by listed parties",
            "What listed parties own of it under the rules that owners decide.",
            """
            select vendor_id as subject_id, owner_rule_name, owned_name, standing, least_pct,
                most_pct, threshold_pct, listed_owners, path, valid_from, valid_to,
                measure_id, rule_applies_from
            from {fct_affiliates} where vendor_id is not null
            order by vendor_id, owner_rule_name, valid_from, owned_name, path
            """,
            {
                "owner_rule_name": "rule",
                "owned_name": "company",
                "standing": "standing",
                "least_pct": "at least, %",
                "most_pct": "at most, %",
                "listed_owners": "listed owners",
                "valid_from": "from",
                "valid_to": "until before",
            },
            "No listed owner is on record.",
        ),
        Table(
            "chips",
            "Chips",
            "Its chips, and what US rules say today of an export to China.",
            """
            select chips.vendor_id as subject_id, chips.chip_id, chips.chip_name,
                chips.launched_period, chips.tpp, now.us_status, now.valid_from,
                now.us_paragraph, now.chinese_measures
            from {dim_chip} as chips
            left join {rpt_chip_status} as now
                on chips.chip_id = now.chip_id and holds(now.valid_from, now.valid_to)
            order by chips.vendor_id, chips.launched_on desc nulls last, chips.chip_name
            """,
            {
                "chip_name": "chip",
                "launched_period": "on sale since",
                "tpp": "TPP",
                "us_status": "Washington today",
                "valid_from": "so since",
                "us_paragraph": "paragraph",
                "chinese_measures": "Beijing today",
            },
            "No accelerator of it is on record.",
        ),
        Table(
            "shares",
            "Market shares",
            "Estimates side by side; they count different things and are never averaged.",
            """
            select vendor_id as subject_id, period_start_on, period_end_on, market, measure,
                value, unit, firm, denominator, estimate_kind, is_preferred, published_on,
                confidence, source, source_url
            from {rpt_vendor_share}
            order by vendor_id, period_end_on desc, market, measure, firm, share_id
            """,
            {
                "period_end_on": "period to",
                "market": "market",
                "value": "value",
                "unit": "unit",
                "firm": "firm",
                "denominator": "of what",
                "estimate_kind": "kind",
                "is_preferred": "preferred",
                "confidence": "confidence",
                "source": "source",
            },
            "No estimate is on record.",
        ),
        Table(
            "revenue",
            "Revenue by geography",
            "The preferred figure of each period; where a customer is billed is not where a chip "
            "goes.",
            """
            select vendor_id as subject_id, period_start_on, period_end_on, period_kind,
                geography, revenue_amount, currency, revenue_usd, share_of_total_pct, geo_basis,
                basis, filed_on, accession_number, confidence, source, source_url, is_sample
            from {rpt_vendor_revenue} where is_preferred
            order by vendor_id, period_end_on desc, period_kind, geography
            """,
            {
                "period_end_on": "period to",
                "period_kind": "period",
                "geography": "geography",
                "revenue_usd": "USD",
                "share_of_total_pct": "% of total",
                "geo_basis": "by",
                "basis": "basis",
                "filed_on": "filed",
                "confidence": "confidence",
            },
            "No revenue by geography is on record.",
        ),
        Table(
            "disclosures",
            "What it said that measures cost",
            "Figures and states that it disclosed about a measure.",
            """
            select told.vendor_id as subject_id, told.filed_on, told.measure_id,
                measures.measure_title, told.segment, told.disclosure_kind, told.wording,
                told.amount, told.currency, told.unit, told.amount_usd, told.period_end_on,
                told.is_forecast, told.accession_number, told.confidence, told.source,
                told.source_url
            from {fct_company_disclosures} as told
            left join {dim_measure} as measures on told.measure_id = measures.measure_id
            order by told.vendor_id, told.filed_on desc, told.disclosure_id
            """,
            {
                "filed_on": "filed",
                "measure_title": "measure",
                "disclosure_kind": "what",
                "segment": "segment",
                "amount": "amount",
                "currency": "",
                "unit": "unit",
                "wording": "as said",
                "confidence": "confidence",
                "source": "source",
            },
            "It disclosed no figure about a measure that is on record.",
        ),
        reactions(_EVENTS, "reactions.vendor_id = of_subject.subject_id"),
        evidence(_EVENTS),
    ),
)
