select
    status.measure_id,
    status.valid_from,
    status.valid_to,
    status.known_from,
    status.known_to,
    status.known_basis,
    status.status,
    status.is_in_regulations,
    status.is_outcome_verified,
    status.has_been_in_force,
    status.event_id,
    status.step_no,
    status.clause,
    coalesce(steps.document_payload_sha256, steps.curated_payload_sha256) as payload_sha256,
    steps.curated_payload_sha256
from {{ ref('int_measures__status') }} as status
inner join {{ ref('int_measures__steps') }} as steps
    on
        status.measure_id = steps.measure_id
        and status.event_id = steps.event_id
        and status.step_no = steps.step_no
