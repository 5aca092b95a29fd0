select
    {{ text_or_null('mic') }} as mic,
    {{ text_or_null('exchange_name') }} as exchange_name,
    {{ text_or_null('country_code') }} as country_code,
    {{ text_or_null('calendar_group') }} as calendar_group,
    {{ text_or_null('time_zone') }} as time_zone,
    regular_close_local,
    earliest_close_local,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('exchanges') }} as payload_sha256
from {{ ref('exchanges') }}
