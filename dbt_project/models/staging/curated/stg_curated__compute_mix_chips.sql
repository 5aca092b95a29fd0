select
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('reason') }} as reason,
    cast(year as integer) as year,
    {{ seed_sha('compute_mix_chips') }} as payload_sha256
from {{ ref('compute_mix_chips') }}
