-- What changed in law from one vintage of a measure to the next: a vintage is a day on which something about it became
-- known. One row a step; the status before is what was known before that vintage for the day on which the step
-- starts, the status after what the vintage says for it.
with steps as (

    select
        *,
        dense_rank() over (partition by measure_id order by known_from) as vintage_no
    from {{ ref('bridge_event_measures') }}
    where starts_on is not null and known_from is not null

),

vintage_days as (

    select distinct
        measure_id,
        vintage_no,
        known_from
    from steps

),

vintages as (

    select
        measure_id,
        vintage_no,
        lag(known_from) over (partition by measure_id order by vintage_no) as previous_vintage_on
    from vintage_days

)

select
    steps.measure_id,
    cast(steps.vintage_no as integer) as vintage_no,
    steps.event_id,
    steps.step_no,
    measures.measure_title,
    measures.measure_kind,
    measures.jurisdiction,
    steps.known_from as vintage_on,
    vintages.previous_vintage_on,
    steps.starts_on,
    steps.clause,
    known_before.status as status_before,
    {{ status_by_outcome('steps.status', 'steps.is_outcome_verified', 'steps.starts_on', newest_observed_on()) }}
        as status_of_step,
    {{ status_by_outcome(
        'known_after.status', 'resulting.is_outcome_verified', 'known_after.valid_from', newest_observed_on()
    ) }} as status_after,
    known_before.is_in_regulations as is_in_regulations_before,
    known_after.is_in_regulations as is_in_regulations_after,
    case
        when not steps.is_outcome_verified then 'announced'
        when vintages.previous_vintage_on is null then 'created'
        when known_after.event_id <> steps.event_id or known_after.step_no <> steps.step_no then 'overtaken'
        when known_before.status is null then 'created'
        when
            known_before.status = known_after.status
            and coalesce(cast(known_before.is_in_regulations as varchar), '')
            = coalesce(cast(known_after.is_in_regulations as varchar), '') then 'restated'
        else 'changed'
    end as change_kind,
    steps.is_outcome_verified,
    events.action_type,
    events.title as event_title,
    events.legal_citation,
    events.document_number,
    events.official_number,
    events.evidence_grade,
    coalesce(steps.note, events.date_note) as note,
    events.source_url,
    steps.source,
    steps.confidence,
    coalesce(samples.is_sample, false) as is_sample
from steps
inner join vintages on steps.measure_id = vintages.measure_id and steps.vintage_no = vintages.vintage_no
inner join {{ ref('dim_measure') }} as measures on steps.measure_id = measures.measure_id
inner join {{ ref('fct_sanction_events') }} as events on steps.event_id = events.event_id
left join {{ ref('fct_measure_status') }} as known_before
    on
        steps.measure_id = known_before.measure_id
        and vintages.previous_vintage_on >= known_before.known_from
        and (known_before.known_to is null or vintages.previous_vintage_on < known_before.known_to)
        and steps.starts_on >= known_before.valid_from
        and (known_before.valid_to is null or steps.starts_on < known_before.valid_to)
left join {{ ref('fct_measure_status') }} as known_after
    on
        steps.measure_id = known_after.measure_id
        and steps.known_from >= known_after.known_from
        and (known_after.known_to is null or steps.known_from < known_after.known_to)
        and steps.starts_on >= known_after.valid_from
        and (known_after.valid_to is null or steps.starts_on < known_after.valid_to)
left join {{ ref('bridge_event_measures') }} as resulting
    on
        known_after.measure_id = resulting.measure_id
        and known_after.event_id = resulting.event_id
        and known_after.step_no = resulting.step_no
left join {{ samples() }} as samples on steps.payload_sha256 = samples.payload_sha256
