select
    revenue.revenue_id,
    revenue.vendor_id,
    vendors.vendor_name,
    vendors.headquarters_country,
    revenue.period_start_on,
    revenue.period_end_on,
    revenue.period_kind,
    revenue.fiscal_year,
    revenue.geography,
    revenue.revenue_amount,
    revenue.total_revenue_amount,
    revenue.share_of_total_pct,
    revenue.currency,
    revenue.revenue_usd,
    revenue.fx_basis,
    revenue.fx_rate_units_per_usd,
    revenue.basis,
    revenue.tolerance_amount,
    revenue.geo_basis,
    revenue.source_kind,
    revenue.accession_number,
    revenue.form,
    revenue.filed_on,
    revenue.is_latest,
    revenue.is_preferred,
    revenue.is_series_complete,
    revenue.source,
    revenue.source_url,
    revenue.confidence,
    coalesce(samples.is_sample, false)
    or coalesce(total_samples.is_sample, false)
    or coalesce(fx_samples.is_sample, false) as is_sample,
    revenue.payload_sha256,
    revenue.total_payload_sha256,
    revenue.fx_payload_sha256
from {{ ref('int_vendors__revenue') }} as revenue
left join {{ ref('dim_vendor') }} as vendors
    on revenue.vendor_id = vendors.vendor_id
left join {{ samples() }} as samples
    on revenue.payload_sha256 = samples.payload_sha256
left join {{ samples() }} as total_samples
    on revenue.total_payload_sha256 = total_samples.payload_sha256
left join {{ samples() }} as fx_samples
    on revenue.fx_payload_sha256 = fx_samples.payload_sha256
