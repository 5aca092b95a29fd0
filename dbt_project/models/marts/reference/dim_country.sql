select
    country_code,
    country_name,
    iso3,
    ear_country_group,
    coalesce(is_china_group, false) as is_china_group,
    source,
    confidence,
    payload_sha256
from {{ ref('stg_curated__countries') }}
