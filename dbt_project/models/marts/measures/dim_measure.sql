select
    measure_id,
    title as measure_title,
    kind as measure_kind,
    authority_id,
    jurisdiction,
    legal_basis,
    scope,
    is_followed,
    note,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__measures') }}
