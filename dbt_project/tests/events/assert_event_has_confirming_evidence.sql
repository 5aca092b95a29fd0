{{ config(
    severity='error',
    meta={'check_kind': 'evidence', 'table': 'marts.fct_sanction_events'}
) }}

-- An event without evidence that confirms it is a rumor: it must not be published.
select
    event_id,
    evidence_count,
    evidence_grade
from {{ ref('fct_sanction_events') }}
where evidence_grade is null
