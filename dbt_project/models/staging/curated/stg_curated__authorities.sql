select
    {{ text_or_null('authority_id') }} as authority_id,
    {{ text_or_null('authority_name') }} as authority_name,
    {{ text_or_null('authority_name_zh') }} as authority_name_zh,
    {{ text_or_null('jurisdiction') }} as jurisdiction,
    {{ text_or_null('parent_authority_id') }} as parent_authority_id,
    {{ text_or_null('site') }} as site,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('authorities') }} as payload_sha256
from {{ ref('authorities') }}
