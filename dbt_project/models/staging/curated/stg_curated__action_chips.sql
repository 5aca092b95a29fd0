select
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    false as is_user_data,
    {{ seed_sha('action_chips') }} as payload_sha256
from {{ ref('action_chips') }}
