-- Ends and returns that were announced and of which no source says that they came about, as known now. An end that an
-- action states and that is no step of a measure is listed as well.
with planned as (

    select
        status.measure_id,
        status.event_id,
        status.step_no,
        status.status as announced_status,
        status.valid_from as announced_on,
        status.known_from,
        status.clause,
        status.payload_sha256
    from {{ ref('fct_measure_status') }} as status
    inner join {{ ref('bridge_event_measures') }} as steps
        on
            status.measure_id = steps.measure_id
            and status.event_id = steps.event_id
            and status.step_no = steps.step_no
    where status.known_to is null and not steps.is_outcome_verified

),

until_then as (

    select
        planned.measure_id,
        planned.announced_on,
        earlier.status as status_before
    from planned
    inner join {{ ref('fct_measure_status') }} as earlier
        on
            planned.measure_id = earlier.measure_id
            and planned.announced_on = earlier.valid_to
            and earlier.known_to is null

),

-- A measure that still rests on an action with a last day, which is no step of it: what the action gives ends the day
-- after.
without_step as (

    select
        status.measure_id,
        events.event_id,
        cast(null as integer) as step_no,
        'end_stated' as announced_status,
        events.expires_on + 1 as announced_on,
        events.known_from,
        status.clause,
        events.payload_sha256
    from {{ ref('fct_measure_status') }} as status
    inner join {{ ref('fct_sanction_events') }} as events on status.event_id = events.event_id
    where
        status.known_to is null
        and status.valid_to is null
        and status.is_outcome_verified
        and status.status in ('in_force', 'suspended', 'effective_not_compliance')
        and events.expires_on >= status.valid_from

),

expiries as (

    select * from planned
    union all
    select * from without_step

)

select
    expiries.measure_id,
    expiries.announced_on,
    measures.measure_title,
    measures.jurisdiction,
    measures.scope,
    expiries.clause,
    expiries.announced_status,
    coalesce(until_then.status_before, current_status.status) as status_before,
    expiries.event_id,
    events.title as event_title,
    expiries.step_no,
    expiries.known_from,
    {{ newest_observed_on() }} as as_of_on,
    case
        when expiries.announced_on <= {{ newest_observed_on() }} then 'unknown_outcome'
        else 'ahead'
    end as outcome,
    events.source_url,
    coalesce(samples.is_sample, false) as is_sample
from expiries
inner join {{ ref('dim_measure') }} as measures on expiries.measure_id = measures.measure_id
inner join {{ ref('fct_sanction_events') }} as events on expiries.event_id = events.event_id
left join until_then
    on expiries.measure_id = until_then.measure_id and expiries.announced_on = until_then.announced_on
left join {{ ref('fct_measure_status') }} as current_status
    on
        expiries.measure_id = current_status.measure_id
        and expiries.step_no is null
        and current_status.known_to is null
        and expiries.announced_on > current_status.valid_from
        and (current_status.valid_to is null or expiries.announced_on <= current_status.valid_to)
left join {{ samples() }} as samples on expiries.payload_sha256 = samples.payload_sha256
