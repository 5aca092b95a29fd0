select
    parties.entry_key,
    parties.entity_number,
    parties.list_code,
    parties.entry_type,
    {{ list_to_text('parties.programs') }} as programs,
    parties.name as entity_name,
    parties.alt_names,
    cast(parties.listed_on as date) as listed_on,
    cast(parties.effective_on as date) as effective_on,
    {{ list_to_text('parties.ids') }} as identifiers,
    {{ text_or_null('parties.remarks') }} as remarks,
    parties.payload_sha256,
    cast(parties.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from {{ source('raw', 'ofac__consolidated') }} as parties
left join {{ ref('stg_meta__payloads') }} as payloads
    on
        parties.payload_sha256 = payloads.payload_sha256
        and payloads.source = 'ofac'
        and payloads.dataset = 'consolidated'
