select
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('alias') }} as alias,
    {{ text_or_null('language') }} as language,
    {{ text_or_null('match_kind') }} as match_kind,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    false as is_user_data,
    {{ seed_sha('vendor_aliases') }} as payload_sha256
from {{ ref('vendor_aliases') }}
