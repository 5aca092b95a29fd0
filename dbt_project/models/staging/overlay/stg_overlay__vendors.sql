select
    vendor_id,
    vendor_name,
    vendor_name_zh,
    headquarters_country,
    vendor_kind,
    parent_vendor_id,
    cast(cik as bigint) as cik,
    cast(fiscal_year_end_month as integer) as fiscal_year_end_month,
    source,
    confidence,
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'vendors') }}
