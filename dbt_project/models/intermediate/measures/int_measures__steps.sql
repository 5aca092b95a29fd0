-- Steps that actions take on measures, each with the day from which it holds and the day on which it became known. A
-- step whose date is not known has a null starts_on and takes no part in the status. A step that was only announced (an
-- end, a return after a suspension, anything scheduled) is verified when a later source says that it came about.
with dated as (

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
        events.stage,
        measures.is_followed,
        events.known_from as known_on,
        events.known_basis,
        events.first_public_at,
        events.document_payload_sha256,
        steps.payload_sha256 as curated_payload_sha256,
        lag(steps.status) over (
            partition by steps.event_id, steps.measure_id order by steps.step_no
        ) as status_of_step_before
    from {{ ref('stg_curated__action_measures') }} as steps
    inner join {{ ref('int_events__dated') }} as events on steps.event_id = events.event_id
    left join {{ ref('stg_curated__measures') }} as measures on steps.measure_id = measures.measure_id

)

select
    dated.measure_id,
    dated.event_id,
    dated.step_no,
    dated.clause,
    dated.status,
    dated.starts_basis,
    dated.is_in_regulations,
    dated.note,
    dated.source,
    dated.confidence,
    dated.starts_on,
    dated.known_on,
    dated.known_basis,
    dated.first_public_at,
    dated.is_followed,
    dated.document_payload_sha256,
    dated.curated_payload_sha256,
    confirmed.event_id is not null
    or not coalesce(
        dated.starts_on > dated.known_on
        and (
            dated.stage = 'scheduled'
            or dated.status = 'expired'
            or coalesce(dated.status_of_step_before, '') = 'suspended'
        ),
        false
    ) as is_outcome_verified
from dated
left join {{ ref('stg_curated__confirmed_steps') }} as confirmed
    on
        dated.event_id = confirmed.event_id
        and dated.measure_id = confirmed.measure_id
        and dated.step_no = confirmed.step_no
