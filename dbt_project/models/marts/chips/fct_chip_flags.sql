select
    chip_id,
    flag,
    value as flag_value,
    note,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__chip_flags') }}
