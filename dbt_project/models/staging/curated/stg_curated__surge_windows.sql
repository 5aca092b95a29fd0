select
    {{ text_or_null('surge_id') }} as surge_id,
    {{ text_or_null('group_id') }} as group_id,
    {{ text_or_null('reporter_code') }} as reporter_code,
    {{ text_or_null('partner_code') }} as partner_code,
    {{ text_or_null('flow') }} as flow,
    {{ text_or_null('measure_id') }} as measure_id,
    {{ text_or_null('why') }} as why,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    cast(first_report_on as date) as first_report_on,
    cast(effective_on as date) as effective_on,
    {{ seed_sha('surge_windows') }} as payload_sha256
from {{ ref('surge_windows') }}
