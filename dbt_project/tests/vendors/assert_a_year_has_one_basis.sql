-- The preferred figures of a company, geography, currency and fiscal year stand on one basis.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    vendor_id,
    geography,
    currency,
    fiscal_year,
    count(distinct geo_basis) as bases
from {{ ref('fct_vendor_revenue') }}
where
    is_preferred
    and fiscal_year is not null
group by vendor_id, geography, currency, fiscal_year
having count(distinct geo_basis) > 1
