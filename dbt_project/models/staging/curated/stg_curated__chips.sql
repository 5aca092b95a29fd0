select
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('chip_name') }} as chip_name,
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('chips') }} as payload_sha256
from {{ ref('chips') }}
