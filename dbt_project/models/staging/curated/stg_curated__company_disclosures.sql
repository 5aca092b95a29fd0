select
    {{ text_or_null('disclosure_id') }} as disclosure_id,
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('measure_id') }} as measure_id,
    {{ text_or_null('disclosure_kind') }} as disclosure_kind,
    {{ text_or_null('currency') }} as currency,
    {{ text_or_null('unit') }} as unit,
    {{ text_or_null('accession_number') }} as accession_number,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    cast(period_start_on as date) as period_start_on,
    cast(period_end_on as date) as period_end_on,
    cast(amount as decimal(24, 2)) as amount,
    cast(filed_on as date) as filed_on,
    {{ seed_sha('company_disclosures') }} as payload_sha256
from {{ ref('company_disclosures') }}
