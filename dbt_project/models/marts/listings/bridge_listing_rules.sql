select
    listing_id,
    entry_key,
    citation,
    cast(citation_no as integer) as citation_no,
    volume as citation_volume,
    page as citation_page,
    document_number,
    rule_citation,
    rule_published_on,
    rule_effective_on,
    matched_document_count,
    coalesce(is_first_of_listing and document_number is not null, false) as is_listing_rule,
    rule_payload_sha256
from {{ ref('int_listings__citations') }}
