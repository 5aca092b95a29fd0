select
    {{ text_or_null('license_policy') }} as license_policy,
    {{ text_or_null('meaning') }} as meaning,
    {{ seed_sha('chip_license_policies') }} as payload_sha256
from {{ ref('chip_license_policies') }}
