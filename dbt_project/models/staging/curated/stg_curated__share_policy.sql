select
    {{ text_or_null('market') }} as market,
    {{ text_or_null('measure') }} as measure,
    {{ text_or_null('firm') }} as firm,
    {{ text_or_null('reason') }} as reason,
    cast(preference_rank as integer) as preference_rank,
    cast(decided_on as date) as decided_on,
    {{ seed_sha('share_policy') }} as payload_sha256
from {{ ref('share_policy') }}
