{{ config(
    severity='warn',
    meta={'check_kind': 'completeness', 'table': 'marts.dim_measure'}
) }}

-- A measure that no dated step touches has no status on any day.
select measures.measure_id
from {{ ref('dim_measure') }} as measures
left join {{ ref('fct_measure_status') }} as status on measures.measure_id = status.measure_id
where status.measure_id is null
