-- Four preferred quarters of one geography, or of a curated total, add up to their year within the roundings of all
-- five figures and the tolerance of a derived one. Filed totals are restated now and then and have a test of their own.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

with figures as (
    select
        *,
        coalesce(tolerance_amount, {{ revenue_rounding('revenue_amount', 'basis') }}) as rounding_amount
    from {{ ref('fct_vendor_revenue') }}
    where
        is_preferred
        and fiscal_year is not null
        and source_kind <> 'sec_company_facts'
)

select
    years.vendor_id,
    years.geography,
    years.currency,
    years.fiscal_year,
    max(years.revenue_amount) as year_amount,
    sum(quarters.revenue_amount) as quarters_amount,
    max(years.rounding_amount) + sum(quarters.rounding_amount) as tolerance_amount
from figures as years
inner join figures as quarters
    on
        years.vendor_id = quarters.vendor_id
        and years.geography = quarters.geography
        and years.currency = quarters.currency
        and years.fiscal_year = quarters.fiscal_year
where
    years.period_kind = 'year'
    and quarters.period_kind = 'quarter'
group by years.vendor_id, years.geography, years.currency, years.fiscal_year
having
    count(*) = 4
    and abs(sum(quarters.revenue_amount) - max(years.revenue_amount))
    > max(years.rounding_amount) + sum(quarters.rounding_amount)
