select
    {{ text_or_null('owner_name') }} as owner_name,
    {{ text_or_null('owner_vendor_id') }} as owner_vendor_id,
    {{ text_or_null('owned_name') }} as owned_name,
    {{ text_or_null('owned_vendor_id') }} as owned_vendor_id,
    {{ text_or_null('share_kind') }} as share_kind,
    cast(share_pct_min as decimal(9, 4)) as share_pct_min,
    cast(share_pct_max as decimal(9, 4)) as share_pct_max,
    cast(is_direct as boolean) as is_direct,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    cast(known_from as date) as known_from,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    false as is_user_data,
    {{ seed_sha('ownership_facts') }} as payload_sha256
from {{ ref('ownership_facts') }}
