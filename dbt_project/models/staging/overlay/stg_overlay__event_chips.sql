select
    event_id,
    chip_id,
    source,
    confidence,
    payload_sha256
from {{ source('overlay', 'event_chips') }}
