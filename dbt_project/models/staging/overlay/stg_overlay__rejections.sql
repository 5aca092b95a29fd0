select
    event_id,
    {{ text_or_null('candidate_id') }} as candidate_id,
    {{ text_or_null('reason') }} as reason,
    payload_sha256
from {{ source('overlay', 'rejections') }}
