select
    {{ text_or_null('calendar_group') }} as calendar_group,
    closed_on,
    {{ text_or_null('source') }} as source,
    {{ seed_sha('exchange_closures') }} as payload_sha256
from {{ ref('exchange_closures') }}
