select
    {{ text_or_null('dataset') }} as dataset,
    {{ text_or_null('reporter_code') }} as reporter_code,
    period_start_on,
    period_end_on,
    {{ text_or_null('origin') }} as origin,
    covered_to_on,
    {{ text_or_null('note') }} as note
from {{ ref('trade_partial_periods') }}
