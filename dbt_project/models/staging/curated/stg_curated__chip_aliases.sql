select
    {{ text_or_null('family_chip_id') }} as family_chip_id,
    {{ text_or_null('alias') }} as alias,
    cast(needs_vendor as boolean) as needs_vendor,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('chip_aliases') }} as payload_sha256
from {{ ref('chip_aliases') }}
