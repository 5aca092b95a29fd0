-- A return that a recorded split of the day explains is no return: the bars before it were not adjusted.
{{ config(
    severity='error',
    meta={'check_kind': 'series', 'table': 'marts.fct_stock_daily', 'column': 'return_pct'}
) }}

select
    security_id,
    session_on,
    split_ratio,
    return_pct
from {{ ref('fct_stock_daily') }}
where
    abs(ln(split_ratio)) >= 0.18
    and abs(ln(1 + return_pct / 100) + ln(split_ratio)) < 0.25 * abs(ln(split_ratio))
