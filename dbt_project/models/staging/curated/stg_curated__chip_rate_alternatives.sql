select
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('figure') }} as figure,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    cast(figure_value as decimal(18, 4)) as figure_value,
    {{ seed_sha('chip_rate_alternatives') }} as payload_sha256
from {{ ref('chip_rate_alternatives') }}
