select
    entry_key,
    vendor_id,
    curated_vendor_id,
    matched_name,
    alias as matched_alias,
    tied_aliases,
    method as match_method,
    cast(score as decimal(5, 4)) as match_score
from {{ source('derived', 'entity_links') }}
