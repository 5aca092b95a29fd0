select
    {{ text_or_null('scenario') }} as scenario,
    {{ text_or_null('term') }} as term,
    {{ text_or_null('estimate_id') }} as estimate_id,
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('reason') }} as reason,
    cast(year as integer) as year,
    cast(sign as integer) as sign,
    {{ seed_sha('compute_scenarios') }} as payload_sha256
from {{ ref('compute_scenarios') }}
