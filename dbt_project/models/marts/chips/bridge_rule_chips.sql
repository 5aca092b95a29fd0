select
    rule_id,
    family_chip_id,
    named_as,
    addressee_vendor_id,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__chip_letters') }}
