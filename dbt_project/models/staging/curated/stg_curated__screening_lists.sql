select
    {{ text_or_null('list_code') }} as list_code,
    {{ text_or_null('list_name') }} as list_name,
    {{ text_or_null('csl_source_name') }} as csl_source_name,
    {{ text_or_null('authority_id') }} as authority_id,
    {{ text_or_null('legal_effect') }} as legal_effect,
    {{ text_or_null('legal_basis') }} as legal_basis,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('kept_as') }} as kept_as,
    cast(complete_from_on as date) as complete_from_on,
    cast(complete_until_on as date) as complete_until_on,
    {{ text_or_null('completeness_note') }} as completeness_note,
    {{ seed_sha('screening_lists') }} as payload_sha256
from {{ ref('screening_lists') }}
