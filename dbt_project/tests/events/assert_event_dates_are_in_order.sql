{{ config(
    severity='error',
    meta={'check_kind': 'date_order', 'table': 'marts.fct_sanction_events', 'column': 'issued_on'}
) }}

-- An act is issued before it is public, put up for inspection before it is published, and ends after it began.
select
    event_id,
    issued_on,
    known_from,
    public_inspection_on,
    published_on,
    effective_on,
    compliance_on,
    expires_on
from {{ ref('fct_sanction_events') }}
where
    issued_on > known_from
    or public_inspection_on > published_on
    or compliance_on < effective_on
    or expires_on < effective_on
