select
    payload_sha256,
    source,
    dataset,
    row_no,
    reason,
    detail,
    raw_text
from {{ ref('stg_inputs__rejects') }}

union all

select
    payload_sha256,
    source,
    dataset,
    row_no,
    reason,
    detail,
    detail as raw_text
from {{ ref('int_meta__set_aside') }}
