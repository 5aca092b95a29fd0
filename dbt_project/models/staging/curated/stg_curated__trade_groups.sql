select
    {{ text_or_null('group_id') }} as group_id,
    {{ text_or_null('group_name') }} as group_name,
    {{ text_or_null('what_it_carries') }} as what_it_carries,
    {{ text_or_null('note') }} as note,
    {{ seed_sha('trade_groups') }} as payload_sha256
from {{ ref('trade_groups') }}
