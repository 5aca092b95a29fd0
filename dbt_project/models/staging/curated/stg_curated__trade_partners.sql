select
    {{ text_or_null('scheme') }} as scheme,
    {{ text_or_null('partner_key') }} as partner_key,
    {{ text_or_null('country_code') }} as country_code,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('trade_partners') }} as payload_sha256
from {{ ref('trade_partners') }}
