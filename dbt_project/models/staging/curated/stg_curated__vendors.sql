select
    {{ text_or_null('vendor_id') }} as vendor_id,
    {{ text_or_null('vendor_name') }} as vendor_name,
    {{ text_or_null('vendor_name_zh') }} as vendor_name_zh,
    {{ text_or_null('headquarters_country') }} as headquarters_country,
    {{ text_or_null('vendor_kind') }} as vendor_kind,
    {{ text_or_null('parent_vendor_id') }} as parent_vendor_id,
    cast(cik as bigint) as cik,
    cast(fiscal_year_end_month as integer) as fiscal_year_end_month,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    false as is_user_data,
    {{ seed_sha('vendors') }} as payload_sha256
from {{ ref('vendors') }}
