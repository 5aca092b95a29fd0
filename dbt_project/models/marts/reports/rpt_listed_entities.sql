select
    listings.listing_id,
    listings.entity_id,
    listings.entity_name,
    listings.aliases,
    listings.vendor_id,
    vendors.vendor_name,
    vendors.vendor_name_zh,
    vendors.vendor_kind,
    listings.heading_country,
    countries.country_name as heading_country_name,
    listings.list_code,
    lists.list_name,
    lists.legal_effect,
    listings.valid_from,
    listings.valid_to,
    listings.effective_on,
    coalesce(status.listing_status, 'in_force') as listing_status,
    status.listing_status_from_on,
    status.listing_status_until_on,
    listings.known_from,
    listings.known_basis,
    listings.is_reconstructed,
    listings.is_in_latest_snapshot,
    listings.last_seen_at,
    listings.entry_count,
    listings.address_count,
    listings.citation,
    listings.rule_citation,
    listings.rule_document_number,
    listings.rule_title,
    listings.license_requirement,
    listings.license_policy,
    listings.footnote_no,
    listings.source_list_url,
    coalesce(samples.is_sample, false) as is_sample
from {{ ref('fct_entity_listings') }} as listings
left join {{ ref('dim_vendor') }} as vendors on listings.vendor_id = vendors.vendor_id
left join {{ ref('dim_country') }} as countries on listings.heading_country = countries.country_code
left join {{ ref('dim_screening_list') }} as lists on listings.list_code = lists.list_code
left join {{ ref('int_listings__status') }} as status on listings.measure_id = status.measure_id
left join {{ samples() }} as samples on listings.payload_sha256 = samples.payload_sha256
