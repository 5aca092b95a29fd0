{{ config(
    severity='error',
    meta={'check_kind': 'unknown_outcome', 'table': 'marts.fct_measure_status', 'column': 'is_outcome_verified'}
) }}

-- A return or an end that a scheduled event of the ledger announces, on the measure of the act that set the date, is
-- never taken for a fact: nothing known then says that it came about.
select
    status.measure_id,
    status.valid_from,
    status.status,
    status.event_id
from {{ ref('fct_measure_status') }} as status
inner join {{ ref('fct_sanction_events') }} as events on status.valid_from = events.effective_on
where
    events.stage = 'scheduled'
    and status.status = 'in_force'
    and status.known_from < status.valid_from
    and status.is_outcome_verified
    and exists (
        select 1
        from {{ ref('fct_measure_status') }} as before
        where
            before.measure_id = status.measure_id
            and before.valid_to = status.valid_from
            and before.status = 'suspended'
            and before.known_to is null
    )
