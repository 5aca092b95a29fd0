select
    shares.share_id,
    shares.vendor_id,
    vendors.vendor_name,
    vendors.vendor_kind,
    vendors.headquarters_country,
    shares.market,
    shares.period_start_on,
    shares.period_end_on,
    cast(year(shares.period_end_on) as integer) as period_year,
    shares.measure,
    shares.value,
    shares.unit,
    shares.denominator,
    shares.product_scope,
    shares.sell_basis,
    shares.is_compute_weighted,
    shares.estimate_kind,
    shares.firm,
    shares.published_on,
    shares.is_lower_bound,
    shares.is_preferred,
    shares.estimate_count,
    cast(min(shares.value) over same_question as decimal(24, 4)) as lowest_value,
    cast(max(shares.value) over same_question as decimal(24, 4)) as highest_value,
    shares.source,
    shares.source_url,
    shares.confidence,
    coalesce(samples.is_sample, false) as is_sample,
    shares.payload_sha256
from {{ ref('fct_vendor_share') }} as shares
left join {{ ref('dim_vendor') }} as vendors
    on shares.vendor_id = vendors.vendor_id
left join {{ samples() }} as samples
    on shares.payload_sha256 = samples.payload_sha256
window
    same_question as (
        partition by
            shares.market,
            shares.vendor_id,
            shares.measure,
            shares.unit,
            shares.period_start_on,
            shares.period_end_on
    )
