-- The figures that count, one row a company, geography, currency and period, a column a basis.
select
    concat_ws(
        '|',
        figures.vendor_id,
        figures.geography,
        figures.currency,
        figures.period_start_on,
        figures.period_end_on
    ) as revenue_base_id,
    figures.vendor_id,
    max(vendors.vendor_name) as vendor_name,
    figures.geography,
    figures.currency,
    figures.period_start_on,
    figures.period_end_on,
    figures.period_kind,
    max(figures.fiscal_year) as fiscal_year,
    max(figures.revenue_amount) filter (where figures.geo_basis = 'billing_location') as billing_location_amount,
    max(figures.revenue_amount) filter (where figures.geo_basis = 'customer_headquarters')
        as customer_headquarters_amount,
    max(figures.revenue_amount) filter (where figures.geo_basis = 'ship_to') as ship_to_amount,
    max(figures.revenue_amount) filter (where figures.geo_basis = 'unstated') as unstated_basis_amount,
    max(figures.geo_basis) filter (where figures.is_preferred) as preferred_basis,
    max(figures.revenue_amount) filter (where figures.is_preferred) as preferred_amount,
    max(figures.basis) filter (where figures.is_preferred) as preferred_amount_basis,
    max(figures.tolerance_amount) filter (where figures.is_preferred) as tolerance_amount,
    max(figures.share_of_total_pct) filter (where figures.is_preferred) as preferred_share_of_total_pct,
    coalesce(bool_or(figures.is_series_complete) filter (where figures.is_preferred), false) as is_series_complete,
    max(figures.confidence) filter (where figures.is_preferred) as confidence,
    bool_or(
        coalesce(samples.is_sample, false)
        or coalesce(total_samples.is_sample, false)
    ) as is_sample,
    max(figures.payload_sha256) as payload_sha256
from {{ ref('int_vendors__revenue') }} as figures
left join {{ ref('dim_vendor') }} as vendors
    on figures.vendor_id = vendors.vendor_id
left join {{ samples() }} as samples
    on figures.payload_sha256 = samples.payload_sha256
left join {{ samples() }} as total_samples
    on figures.total_payload_sha256 = total_samples.payload_sha256
where
    figures.is_figure_of_period
    and figures.geography <> 'total'
group by
    figures.vendor_id, figures.geography, figures.currency, figures.period_start_on, figures.period_end_on,
    figures.period_kind
