select
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('role') }} as role,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    false as is_user_data,
    {{ seed_sha('action_vendors') }} as payload_sha256
from {{ ref('action_vendors') }}
