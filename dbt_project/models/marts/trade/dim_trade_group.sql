select
    group_id,
    group_name,
    what_it_carries,
    note,
    payload_sha256
from {{ ref('stg_curated__trade_groups') }}
