-- Steps that actions take on measures, each with the day from which it holds and the day on which it became known. A
-- step whose date is not known has a null starts_on and takes no part in the status.
select
    steps.measure_id,
    steps.event_id,
    steps.step_no,
    steps.clause,
    steps.status,
    steps.starts_basis,
    steps.is_in_regulations,
    steps.note,
    steps.source,
    steps.confidence,
    case steps.starts_basis
        when 'issued' then events.issued_on
        when 'first_public' then events.known_from
        when 'published' then events.published_on
        when 'effective' then events.effective_on
        when 'compliance' then events.compliance_on
        when 'expires' then events.expires_on
        when 'explicit' then steps.starts_on
    end as starts_on,
    events.known_from as known_on,
    events.known_basis,
    events.first_public_at,
    events.document_payload_sha256,
    steps.payload_sha256 as curated_payload_sha256
from {{ ref('stg_curated__action_measures') }} as steps
inner join {{ ref('int_events__dated') }} as events on steps.event_id = events.event_id
