select
    'list_csv' as sighting_source,
    false as is_copy,
    entries.entry_key,
    entries.list_code,
    coalesce(entries.entry_type, 'Entity') as entry_type,
    entries.name as entity_name,
    entries.addresses,
    entries.country as address_countries,
    entries.country as heading_country,
    entries.citation as citation_printed,
    cast(entries.listed_on as date) as start_on,
    cast(entries.ended_on as date) as end_on,
    {{ text_or_null('entries.identifiers') }} as identifiers,
    {{ text_or_null('entries.remarks') }} as remarks,
    entries.source_url as source_list_url,
    entries.alt_names,
    entries.payload_sha256,
    cast(entries.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from {{ source('raw', 'list_csv__entries') }} as entries
{{ payload_of('entries', 'list_csv/entries') }}
