select
    document_number,
    title,
    published_on,
    citation,
    stated_entity_count,
    stated_entry_count,
    stated_address_count,
    stated_removed_count,
    stated_modified_count,
    listed_entity_count,
    listed_entry_count,
    listed_address_count,
    is_list_complete,
    finding,
    is_sample
from {{ ref('int_events__document_counts') }}
