select
    currency,
    rate_on,
    cast(units_per_usd as decimal(18, 6)) as units_per_usd,
    source,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'rates') }}
