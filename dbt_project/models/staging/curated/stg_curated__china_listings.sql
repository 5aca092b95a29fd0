select
    {{ text_or_null('announcement_id') }} as announcement_id,
    cast(entry_no as bigint) as entry_no,
    {{ text_or_null('entity_name') }} as entity_name,
    {{ text_or_null('entity_name_zh') }} as entity_name_zh,
    {{ text_or_null('aliases') }} as aliases,
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('country_code') }} as country_code,
    {{ text_or_null('address') }} as address,
    cast(is_chip_related as boolean) as is_chip_related,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('china_listings') }} as payload_sha256
from {{ ref('china_listings') }}
