select
    {{ text_or_null('status') }} as status,
    {{ text_or_null('status_group') }} as status_group,
    cast({{ text_or_null('is_license_required') }} as boolean) as is_license_required,
    {{ text_or_null('meaning') }} as meaning,
    {{ seed_sha('chip_statuses') }} as payload_sha256
from {{ ref('chip_statuses') }}
