-- One figure at most is preferred for a company, period, geography and currency.
{{ config(severity='error', meta={'check_kind': 'key'}) }}

select
    vendor_id,
    period_start_on,
    period_end_on,
    geography,
    currency,
    count(*) as preferred_rows
from {{ ref('fct_vendor_revenue') }}
where is_preferred
group by vendor_id, period_start_on, period_end_on, geography, currency
having count(*) > 1
