select
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('member') }} as member,
    {{ text_or_null('geography') }} as geography,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('filing_members') }} as payload_sha256
from {{ ref('filing_members') }}
