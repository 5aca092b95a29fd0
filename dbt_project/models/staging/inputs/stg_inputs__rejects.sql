select
    payload_sha256,
    source,
    dataset,
    cast(row_number as bigint) as row_no,
    reason,
    detail,
    raw_text
from {{ source('inputs', 'rejects') }}
