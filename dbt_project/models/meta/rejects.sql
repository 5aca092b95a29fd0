select
    payload_sha256,
    source,
    dataset,
    row_no,
    reason,
    detail,
    raw_text
from {{ ref('stg_inputs__rejects') }}
