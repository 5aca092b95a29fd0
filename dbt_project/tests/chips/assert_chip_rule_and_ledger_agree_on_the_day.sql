-- A chip rule that belongs to a measure of the ledger was public on a day on which the ledger has a step of it.
{{ config(
    severity='error',
    meta={'check_kind': 'relation', 'table': 'marts.dim_rule', 'column': 'known_from'}
) }}

select
    rules.rule_id,
    rules.measure_id,
    rules.known_from
from {{ ref('dim_rule') }} as rules
where
    rules.measure_id is not null
    and not exists (
        select 1
        from {{ ref('bridge_event_measures') }} as steps
        inner join {{ ref('fct_sanction_events') }} as events on steps.event_id = events.event_id
        where
            steps.measure_id = rules.measure_id
            and rules.known_from in (steps.known_from, events.first_public_on, events.published_on)
    )
