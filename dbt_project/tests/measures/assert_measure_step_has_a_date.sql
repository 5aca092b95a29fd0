{{ config(
    severity='warn',
    meta={'check_kind': 'date_missing', 'table': 'marts.bridge_event_measures', 'column': 'starts_on'}
) }}

-- A step without a date takes no part in the status of its measure: the measure's history has a hole.
select
    event_id,
    measure_id,
    step_no,
    status,
    starts_basis
from {{ ref('bridge_event_measures') }}
where starts_on is null or known_from is null
