-- Shares that one firm published on one day for one market, denominator, scope and period add up to at most 100%.
-- Aggregates contain their members and are summed apart from single companies. A share of a company's own revenue has
-- that revenue as its whole.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

with shares as (
    select
        shares.firm,
        shares.market,
        shares.vendor_id,
        coalesce(shares.denominator, 'unstated') as denominator,
        shares.product_scope,
        shares.estimate_kind,
        shares.period_start_on,
        shares.period_end_on,
        shares.published_on,
        case
            when shares.market = 'vendor_revenue_china_share' then shares.vendor_id
            when vendors.vendor_kind = 'aggregate' then 'aggregates'
            else 'companies'
        end as whole,
        max(shares.value) as share_pct
    from {{ ref('fct_vendor_share') }} as shares
    left join {{ ref('dim_vendor') }} as vendors
        on shares.vendor_id = vendors.vendor_id
    where
        shares.unit = 'pct'
        and shares.measure = 'share_pct'
        and shares.vendor_id <> 'all-vendors'
    group by all
)

select
    firm,
    market,
    denominator,
    product_scope,
    estimate_kind,
    period_start_on,
    period_end_on,
    published_on,
    whole,
    sum(share_pct) as total_share_pct
from shares
group by
    firm, market, denominator, product_scope, estimate_kind, period_start_on, period_end_on, published_on, whole
having sum(share_pct) > 100.5
