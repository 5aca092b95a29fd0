select
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('measure_id') }} as measure_id,
    cast(step_no as integer) as step_no,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence
from {{ ref('confirmed_steps') }}
