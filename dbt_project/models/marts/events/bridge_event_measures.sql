select
    event_id,
    measure_id,
    step_no,
    clause,
    status,
    starts_basis,
    starts_on,
    known_on as known_from,
    is_in_regulations,
    is_outcome_verified,
    note,
    source,
    confidence,
    coalesce(document_payload_sha256, curated_payload_sha256) as payload_sha256,
    curated_payload_sha256
from {{ ref('int_measures__steps') }}
