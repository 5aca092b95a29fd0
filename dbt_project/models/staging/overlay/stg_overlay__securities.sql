select
    security_id,
    symbol,
    vendor_id,
    security_kind,
    security_name,
    mic,
    currency,
    benchmark_security_id,
    benchmark_note,
    source,
    confidence,
    cast(daily_limit_pct as decimal(9, 4)) as daily_limit_pct,
    listed_on,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'securities') }}
