select
    vendor_id,
    alias,
    language,
    match_kind,
    replaces,
    source,
    confidence,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'vendor_aliases') }}
