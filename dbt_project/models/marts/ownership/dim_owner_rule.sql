select
    owner_rule_id,
    list_code,
    owner_rule_name,
    measure_id,
    applies_from,
    threshold_pct,
    legal_basis,
    note,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__owner_rules') }}
