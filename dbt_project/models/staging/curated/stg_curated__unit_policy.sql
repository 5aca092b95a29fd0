select
    {{ text_or_null('flow') }} as flow,
    {{ text_or_null('estimator') }} as estimator,
    {{ text_or_null('reason') }} as reason,
    cast(preference_rank as integer) as preference_rank,
    {{ seed_sha('unit_policy') }} as payload_sha256
from {{ ref('unit_policy') }}
