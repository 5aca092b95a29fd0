-- A series that changes its currency is another series: every bar is quoted in the currency of its security.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    bars.security_id,
    bars.session_on,
    bars.currency,
    securities.currency as expected_currency
from {{ ref('fct_stock_daily') }} as bars
inner join {{ ref('dim_security') }} as securities
    on bars.security_id = securities.security_id
where bars.currency <> securities.currency
