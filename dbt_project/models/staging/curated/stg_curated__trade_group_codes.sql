select
    {{ text_or_null('group_id') }} as group_id,
    {{ text_or_null('reporter_code') }} as reporter_code,
    {{ text_or_null('hs_code') }} as hs_code,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    {{ seed_sha('trade_group_codes') }} as payload_sha256
from {{ ref('trade_group_codes') }}
