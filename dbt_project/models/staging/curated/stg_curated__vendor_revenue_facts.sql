select
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('geography') }} as geography,
    {{ text_or_null('currency') }} as currency,
    {{ text_or_null('basis') }} as basis,
    {{ text_or_null('geo_basis') }} as geo_basis,
    {{ text_or_null('accession_number') }} as accession_number,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ text_or_null('note') }} as note,
    cast(period_start_on as date) as period_start_on,
    cast(period_end_on as date) as period_end_on,
    cast(revenue_amount as decimal(24, 2)) as revenue_amount,
    cast(filed_on as date) as filed_on,
    coalesce(cast(is_preferred as boolean), false) as is_preferred,
    cast(date_diff('day', cast(period_start_on as date), cast(period_end_on as date)) as integer) + 1 as period_days,
    {{ seed_sha('vendor_revenue_facts') }} as payload_sha256
from {{ ref('vendor_revenue_facts') }}
