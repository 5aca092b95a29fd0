with aliases as (

    select
        vendor_id,
        {{ sorted_text('alias') }} as aliases
    from {{ ref('int_vendors__aliases') }}
    group by vendor_id

)

select
    vendors.vendor_id,
    vendors.vendor_name,
    vendors.vendor_name_zh,
    aliases.aliases,
    vendors.headquarters_country,
    vendors.vendor_kind,
    vendors.vendor_kind = 'aggregate' as is_aggregate,
    vendors.parent_vendor_id,
    vendors.cik,
    vendors.fiscal_year_end_month,
    vendors.source,
    vendors.confidence,
    vendors.is_user_data,
    vendors.payload_sha256
from {{ ref('int_vendors__vendors') }} as vendors
left join aliases on vendors.vendor_id = aliases.vendor_id
