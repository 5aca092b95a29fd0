select
    entries.entry_key,
    entries.entry_id,
    entries.source_list,
    entries.list_code,
    entries.entity_number,
    entries.entry_type,
    {{ list_to_text('entries.programs') }} as programs,
    entries.name as entity_name,
    entries.addresses,
    {{ list_to_text('entries.address_countries') }} as address_countries,
    {{ list_item('entries.address_countries', 1) }} as heading_country,
    {{ text_or_null('entries.federal_register_notice') }} as citation_printed,
    entries.citations,
    cast(entries.start_on as date) as start_on,
    cast(entries.end_on as date) as end_on,
    {{ text_or_null('entries.license_requirement') }} as license_requirement,
    {{ text_or_null('entries.license_policy') }} as license_policy,
    {{ entity_list_footnote('entries.license_requirement') }} as footnote_no,
    {{ text_or_null('entries.remarks') }} as remarks,
    entries.source_list_url,
    entries.alt_names,
    {{ text_or_null('entries.ids') }} as identifiers,
    entries.payload_sha256,
    cast(entries.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from {{ source('raw', 'csl__entries') }} as entries
left join {{ ref('stg_meta__payloads') }} as payloads
    on
        entries.payload_sha256 = payloads.payload_sha256
        and payloads.source = 'csl'
        and payloads.dataset = 'entries'
