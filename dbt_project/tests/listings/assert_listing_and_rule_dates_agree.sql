{{ config(
    severity='warn',
    meta={'check_kind': 'date_order', 'table': 'marts.fct_entity_listings', 'column': 'valid_from'}
) }}

-- A listing starts within days of the rule that made it; a wide gap means that the page range led to the wrong document
-- or that the list prints a wrong date.
select
    listing_id,
    valid_from,
    rule_document_number,
    rule_published_on
from {{ ref('fct_entity_listings') }}
where valid_from_basis = 'stated' and abs({{ days_between('valid_from', 'rule_published_on') }}) > 60
