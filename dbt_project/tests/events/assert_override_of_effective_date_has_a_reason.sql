{{ config(
    severity='error',
    meta={'check_kind': 'override', 'table': 'marts.fct_sanction_events', 'column': 'effective_on'}
) }}

-- A curated effective date that replaces the one of the document needs a note that says why.
select
    event_id,
    effective_on
from {{ ref('fct_sanction_events') }}
where effective_basis = 'curated_override' and date_note is null
