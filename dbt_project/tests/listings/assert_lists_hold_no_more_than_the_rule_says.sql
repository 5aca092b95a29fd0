{{ config(
    severity='warn',
    meta={'check_kind': 'stated_count', 'table': 'marts.rpt_document_counts', 'column': 'listed_entity_count'}
) }}

-- A rule states how many entities it adds. The lists cannot hold more under its pages; a whole file of the lists that
-- holds none of them has lost the rule.
select
    document_number,
    title,
    stated_entity_count,
    stated_entry_count,
    listed_entity_count,
    finding
from {{ ref('rpt_document_counts') }}
where
    finding = 'lists_hold_more'
    or listed_entry_count > stated_entry_count + coalesce(stated_address_count, 0)
    or (finding = 'lists_hold_fewer' and listed_entity_count = 0)
