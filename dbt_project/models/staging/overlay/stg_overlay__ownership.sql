select
    owner_name,
    owner_vendor_id,
    owned_name,
    owned_vendor_id,
    share_kind,
    cast(share_pct_min as decimal(9, 4)) as share_pct_min,
    cast(share_pct_max as decimal(9, 4)) as share_pct_max,
    is_direct,
    valid_from,
    valid_to,
    known_from,
    note,
    source,
    source_url,
    confidence,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'ownership') }}
