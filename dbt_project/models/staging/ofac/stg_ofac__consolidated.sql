select
    'ofac' as sighting_source,
    false as is_copy,
    parties.entry_key,
    parties.entity_number,
    parties.list_code,
    parties.entry_type,
    {{ list_to_text('parties.programs') }} as programs,
    parties.name as entity_name,
    parties.alt_names,
    cast(parties.listed_on as date) as start_on,
    cast(parties.listed_on as date) as stated_known_on,
    case when parties.listed_on is not null then 'stated' end as stated_known_basis,
    cast(parties.effective_on as date) as effective_on,
    {{ list_to_text('parties.ids') }} as identifiers,
    {{ text_or_null('parties.remarks') }} as remarks,
    parties.payload_sha256,
    cast(parties.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from {{ source('raw', 'ofac__consolidated') }} as parties
{{ payload_of('parties', 'ofac/consolidated') }}
