select
    {{ text_or_null('authority_id') }} as authority_id,
    cast(checked_until_on as date) as checked_until_on,
    {{ text_or_null('checked_in') }} as checked_in,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('authority_checks') }} as payload_sha256
from {{ ref('authority_checks') }}
