-- The geographies of one company, period and geography basis add up to at most its total revenue; half a percent is
-- left for rounded figures. A curated figure and that of the filing are one geography, and China as tagged is a part of
-- China with Hong Kong where both are stated.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

with geographies as (
    select
        vendor_id,
        period_start_on,
        period_end_on,
        geo_basis,
        case
            when geography in ('china', 'hong_kong') and bool_or(geography = 'china_including_hong_kong') over line
                then 'china_including_hong_kong'
            else geography
        end as geography,
        share_of_total_pct
    from {{ ref('fct_vendor_revenue') }}
    where
        geography <> 'total'
        and is_latest
    window line as (partition by vendor_id, period_start_on, period_end_on, geo_basis)
),

largest as (
    select
        vendor_id,
        period_start_on,
        period_end_on,
        geo_basis,
        geography,
        max(share_of_total_pct) as share_of_total_pct
    from geographies
    group by vendor_id, period_start_on, period_end_on, geo_basis, geography
)

select
    vendor_id,
    period_start_on,
    period_end_on,
    geo_basis,
    sum(share_of_total_pct) as shares_pct
from largest
group by vendor_id, period_start_on, period_end_on, geo_basis
having sum(share_of_total_pct) > 100.5
