{{ config(
    severity='warn',
    meta={'check_kind': 'same_day', 'table': 'marts.fct_sanction_events', 'column': 'first_public_on'}
) }}

-- Actions whose document was on public inspection before the first public day that a source states.
select
    dated.event_id,
    dated.first_public_on,
    inspections.inspected_at
from {{ ref('int_events__dated') }} as dated
inner join {{ ref('int_events__inspections') }} as inspections
    on dated.document_number = inspections.document_number
where dated.first_public_on > inspections.inspected_on
