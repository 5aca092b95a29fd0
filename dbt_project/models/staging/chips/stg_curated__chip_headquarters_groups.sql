select
    {{ text_or_null('headquarters_group') }} as headquarters_group,
    {{ text_or_null('headquarters_group_name') }} as headquarters_group_name,
    {{ text_or_null('description') }} as description,
    {{ seed_sha('chip_headquarters_groups') }} as payload_sha256
from {{ ref('chip_headquarters_groups') }}
