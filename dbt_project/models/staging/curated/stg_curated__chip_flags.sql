select
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('flag') }} as flag,
    {{ text_or_null('value') }} as value,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    {{ seed_sha('chip_flags') }} as payload_sha256
from {{ ref('chip_flags') }}
