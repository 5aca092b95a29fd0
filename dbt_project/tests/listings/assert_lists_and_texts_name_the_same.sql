{{ config(
    severity='warn',
    meta={'check_kind': 'second_witness', 'table': 'marts.rpt_document_counts', 'column': 'text_finding'}
) }}

-- The lists hold, under the pages of a document, a name that its text does not have, or a whole file of the lists lacks
-- names that the text adds. A later removal or change of name explains some; else the page range or the text was
-- misread.
select
    document_number,
    title,
    text_added_count,
    text_listed_count,
    list_only_count,
    list_only_names,
    text_finding
from {{ ref('rpt_document_counts') }}
where text_finding in ('lists_hold_more', 'lists_hold_fewer')
