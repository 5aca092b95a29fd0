select
    event_id,
    chip_id as family_chip_id,
    source,
    confidence,
    is_user_data,
    payload_sha256
from {{ ref('int_events__action_chips') }}
