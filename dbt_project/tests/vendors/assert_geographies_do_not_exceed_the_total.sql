-- The geographies of one company, period and geography basis add up to at most its total revenue; half a percent is
-- left for rounded figures.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    vendor_id,
    period_start_on,
    period_end_on,
    geo_basis,
    sum(share_of_total_pct) as shares_pct
from {{ ref('fct_vendor_revenue') }}
where
    geography <> 'total'
    and is_latest
group by vendor_id, period_start_on, period_end_on, geo_basis
having sum(share_of_total_pct) > 100.5
