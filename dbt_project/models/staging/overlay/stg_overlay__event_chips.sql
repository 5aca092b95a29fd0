select
    event_id,
    chip_id,
    source,
    confidence,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'event_chips') }}
