{{ config(
    severity='warn',
    meta={'check_kind': 'second_witness', 'table': 'marts.rpt_document_counts', 'column': 'text_country_count'}
) }}

-- The summary of a text counts what is added by country, its instructions name it: where the sums are far apart (a name
-- may stand under several countries), one of them was misread.
select
    document_number,
    title,
    stated_entity_count,
    stated_entry_count,
    text_country_count,
    text_added_count,
    text_countries
from {{ ref('rpt_document_counts') }}
where text_added_count > 0 and (text_added_count > text_country_count or 2 * text_added_count < text_country_count)
