{{ config(
    severity='error',
    meta={'check_kind': 'date_order', 'table': 'marts.fct_sanction_events'}
) }}

-- An act seldom binds before anybody can know it. Where it did (a private letter, a rule on public inspection) the date
-- note says why; without a reason two dates have been mixed up.
select
    event_id,
    effective_on,
    known_from
from {{ ref('fct_sanction_events') }}
where is_effective_before_public and effective_before_public_reason is null
