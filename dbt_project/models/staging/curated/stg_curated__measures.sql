select
    {{ text_or_null('measure_id') }} as measure_id,
    {{ text_or_null('title') }} as title,
    {{ text_or_null('kind') }} as kind,
    {{ text_or_null('authority_id') }} as authority_id,
    {{ text_or_null('jurisdiction') }} as jurisdiction,
    {{ text_or_null('legal_basis') }} as legal_basis,
    {{ text_or_null('scope') }} as scope,
    cast(is_followed as boolean) as is_followed,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('measures') }} as payload_sha256
from {{ ref('measures') }}
