select
    {{ text_or_null('hs_code') }} as hs_code,
    {{ text_or_null('parent_hs_code') }} as parent_hs_code,
    {{ text_or_null('hs_edition') }} as hs_edition,
    {{ text_or_null('same_meaning_since') }} as same_meaning_since,
    {{ text_or_null('description') }} as description,
    coalesce(is_chip, false) as is_chip,
    coalesce(is_system, false) as is_system,
    coalesce(is_tool, false) as is_tool,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('hs_codes') }} as payload_sha256
from {{ ref('hs_codes') }}
