select
    {{ text_or_null('vendor_id') }} as vendor_id,
    periods_from_on,
    periods_to_on,
    {{ text_or_null('geo_basis') }} as geo_basis,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('filing_geo_bases') }} as payload_sha256
from {{ ref('filing_geo_bases') }}
