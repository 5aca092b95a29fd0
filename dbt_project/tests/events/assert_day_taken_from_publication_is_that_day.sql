{{ config(
    severity='error',
    meta={'check_kind': 'same_day', 'table': 'marts.fct_sanction_events', 'column': 'first_public_on'}
) }}

-- A first public day that stands in for want of a source is the day of publication or effect that it was taken from.
select
    event_id,
    first_public_basis,
    first_public_on,
    published_on,
    effective_on
from {{ ref('fct_sanction_events') }}
where
    (first_public_basis = 'publication' and first_public_on <> published_on)
    or (first_public_basis = 'effective' and first_public_on <> effective_on)
