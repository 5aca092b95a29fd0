-- Where two firms answer the same question the declared policy should say which answer is preferred.
{{ config(severity='warn', meta={'check_kind': 'business'}) }}

select
    vendor_id,
    market,
    measure,
    unit,
    period_start_on,
    period_end_on,
    count(distinct firm) as firms
from {{ ref('fct_vendor_share') }}
group by vendor_id, market, measure, unit, period_start_on, period_end_on
having
    count(distinct firm) > 1
    and not bool_or(is_preferred)
