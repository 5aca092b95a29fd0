select
    {{ text_or_null('entity_name') }} as entity_name,
    {{ text_or_null('aliases') }} as aliases,
    {{ text_or_null('vendor_id') }} as vendor_id,
    cast(published_on as date) as published_on,
    {{ text_or_null('status') }} as status,
    {{ text_or_null('event_id') }} as event_id,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('section_1260h_listings') }} as payload_sha256
from {{ ref('section_1260h_listings') }}
