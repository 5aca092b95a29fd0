select
    {{ text_or_null('series_id') }} as series_id,
    {{ text_or_null('currency') }} as currency,
    {{ text_or_null('quotation') }} as quotation,
    {{ text_or_null('title') }} as title,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('fx_series') }} as payload_sha256
from {{ ref('fx_series') }}
