select
    {{ text_or_null('confounder_id') }} as confounder_id,
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('calendar_groups') }} as calendar_groups,
    session_on,
    {{ text_or_null('kind') }} as kind,
    {{ text_or_null('what') }} as what,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('market_confounders') }} as payload_sha256
from {{ ref('market_confounders') }}
