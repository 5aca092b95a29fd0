-- Four preferred quarters of total revenue that cover a fiscal year add up to the year within half a percent.
{{ config(severity='warn', meta={'check_kind': 'business'}) }}

with totals as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        period_kind,
        revenue_amount
    from {{ ref('fct_vendor_revenue') }}
    where
        geography = 'total'
        and is_preferred
)

select
    years.vendor_id,
    years.period_start_on,
    years.period_end_on,
    max(years.revenue_amount) as year_amount,
    sum(quarters.revenue_amount) as quarters_amount
from totals as years
inner join totals as quarters
    on
        years.vendor_id = quarters.vendor_id
        and years.currency = quarters.currency
        and years.period_start_on <= quarters.period_start_on
        and years.period_end_on >= quarters.period_end_on
where
    years.period_kind = 'year'
    and quarters.period_kind = 'quarter'
group by years.vendor_id, years.period_start_on, years.period_end_on
having
    count(*) = 4
    and abs(sum(quarters.revenue_amount) - max(years.revenue_amount)) > 0.005 * max(years.revenue_amount)
