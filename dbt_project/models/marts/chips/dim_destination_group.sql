select
    destination_group_id,
    destination_group_name,
    local_headquarters_group,
    description as destination_group_description,
    sort_order,
    payload_sha256
from {{ ref('stg_curated__chip_destination_groups') }}
