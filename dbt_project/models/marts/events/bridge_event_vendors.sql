select
    event_id,
    vendor_id,
    role as vendor_role,
    source,
    confidence,
    is_user_data,
    payload_sha256
from {{ ref('int_events__action_vendors') }}
