select
    authority_id,
    authority_name,
    authority_name_zh,
    jurisdiction,
    parent_authority_id,
    site,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__authorities') }}
