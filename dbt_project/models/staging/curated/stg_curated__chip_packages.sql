select
    {{ text_or_null('chip_id') }} as chip_id,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    cast(dies_per_package as integer) as dies_per_package,
    cast(hbm_stacks_per_package as integer) as hbm_stacks_per_package,
    {{ seed_sha('chip_packages') }} as payload_sha256
from {{ ref('chip_packages') }}
