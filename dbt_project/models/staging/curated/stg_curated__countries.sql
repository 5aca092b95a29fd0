select
    {{ text_or_null('country_code') }} as country_code,
    {{ text_or_null('country_name') }} as country_name,
    {{ text_or_null('iso3') }} as iso3,
    {{ text_or_null('ear_country_group') }} as ear_country_group,
    cast(is_china_group as boolean) as is_china_group,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('countries') }} as payload_sha256
from {{ ref('countries') }}
