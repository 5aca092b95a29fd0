select
    {{ text_or_null('destination_group_id') }} as destination_group_id,
    {{ text_or_null('destination_group_name') }} as destination_group_name,
    {{ text_or_null('local_headquarters_group') }} as local_headquarters_group,
    {{ text_or_null('description') }} as description,
    cast({{ text_or_null('sort_order') }} as integer) as sort_order,
    {{ seed_sha('chip_destination_groups') }} as payload_sha256
from {{ ref('chip_destination_groups') }}
