select
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('figure') }} as figure,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    {{ seed_sha('chip_figure_sources') }} as payload_sha256
from {{ ref('chip_figure_sources') }}
