select
    hs_code,
    parent_hs_code,
    cast(length(hs_code) as integer) as digit_count,
    hs_edition,
    description,
    is_chip,
    is_system,
    is_tool,
    note,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__hs_codes') }}
