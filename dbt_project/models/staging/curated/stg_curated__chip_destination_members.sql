select
    {{ text_or_null('country_code') }} as country_code,
    {{ text_or_null('destination_group_id') }} as destination_group_id,
    cast({{ text_or_null('valid_from') }} as date) as valid_from,
    cast({{ text_or_null('valid_to') }} as date) as valid_to,
    cast({{ text_or_null('known_from') }} as date) as known_from,
    cast({{ text_or_null('valid_to_known_from') }} as date) as valid_to_known_from,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    {{ seed_sha('chip_destination_members') }} as payload_sha256
from {{ ref('chip_destination_members') }}
