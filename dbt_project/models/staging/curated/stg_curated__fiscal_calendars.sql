select
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('year_end_rule') }} as year_end_rule,
    cast(iso_weekday as integer) as iso_weekday,
    cast(anchor_month as integer) as anchor_month,
    cast(anchor_day as integer) as anchor_day,
    cast(long_quarter as integer) as long_quarter,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('fiscal_calendars') }} as payload_sha256
from {{ ref('fiscal_calendars') }}
