select
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('hub_code') }} as hub_code,
    goods_from_on,
    goods_to_on,
    {{ text_or_null('what') }} as what,
    {{ text_or_null('standing') }} as standing,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('diversion_cases') }} as payload_sha256
from {{ ref('diversion_cases') }}
