select
    {{ text_or_null('announcement_id') }} as announcement_id,
    {{ text_or_null('list_code') }} as list_code,
    {{ text_or_null('kind') }} as kind,
    {{ text_or_null('official_number') }} as official_number,
    cast(announced_on as date) as announced_on,
    cast(effective_on as date) as effective_on,
    cast(stated_count as bigint) as stated_count,
    {{ text_or_null('subject') }} as subject,
    {{ text_or_null('measure_id') }} as measure_id,
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('reason') }} as reason,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('china_list_announcements') }} as payload_sha256
from {{ ref('china_list_announcements') }}
