select
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('measure_id') }} as measure_id,
    {{ text_or_null('clause') }} as clause,
    cast(step_no as integer) as step_no,
    {{ text_or_null('status') }} as status,
    {{ text_or_null('starts_basis') }} as starts_basis,
    cast(starts_on as date) as starts_on,
    cast(is_in_regulations as boolean) as is_in_regulations,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('action_measures') }} as payload_sha256
from {{ ref('action_measures') }}
