select
    {{ text_or_null('security_id') }} as security_id,
    gap_start_on,
    gap_end_on,
    {{ text_or_null('gap_reason') }} as gap_reason,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('known_price_gaps') }} as payload_sha256
from {{ ref('known_price_gaps') }}
