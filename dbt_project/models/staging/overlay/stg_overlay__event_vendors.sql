select
    event_id,
    vendor_id,
    role,
    source,
    confidence,
    payload_sha256
from {{ source('overlay', 'event_vendors') }}
