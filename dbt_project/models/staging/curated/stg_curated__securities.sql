select
    {{ text_or_null('security_id') }} as security_id,
    {{ text_or_null('symbol') }} as symbol,
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('security_kind') }} as security_kind,
    {{ text_or_null('security_name') }} as security_name,
    {{ text_or_null('mic') }} as mic,
    {{ text_or_null('currency') }} as currency,
    {{ text_or_null('benchmark_security_id') }} as benchmark_security_id,
    {{ text_or_null('benchmark_note') }} as benchmark_note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    cast(daily_limit_pct as decimal(9, 4)) as daily_limit_pct,
    cast(listed_on as date) as listed_on,
    false as is_user_data,
    {{ seed_sha('securities') }} as payload_sha256
from {{ ref('securities') }}
