select
    event_id,
    reason,
    payload_sha256
from {{ source('overlay', 'rejections') }}
where event_id is not null
