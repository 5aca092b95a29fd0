{{ config(
    severity='warn',
    meta={'check_kind': 'citation', 'table': 'marts.fct_entity_listings', 'column': 'rule_document_number'}
) }}

-- A listing that prints a citation but whose rule is not in the archive is known only from our first sighting on.
-- Curated listings name their announcement instead.
select
    listing_id,
    citation
from {{ ref('fct_entity_listings') }}
where rule_document_number is null and citation is not null and known_basis <> 'curated'
