select
    event_id,
    vendor_id,
    role,
    source,
    confidence,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'event_vendors') }}
