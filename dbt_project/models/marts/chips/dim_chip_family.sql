select
    chip_id as family_chip_id,
    chip_name as family_chip_name,
    vendor_id,
    note,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__chips') }}
