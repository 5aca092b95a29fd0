select
    {{ text_or_null('source') }} as source,
    {{ text_or_null('price_basis') }} as price_basis,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('confidence') }} as confidence,
    cast(preference as integer) as preference,
    {{ seed_sha('price_sources') }} as payload_sha256
from {{ ref('price_sources') }}
