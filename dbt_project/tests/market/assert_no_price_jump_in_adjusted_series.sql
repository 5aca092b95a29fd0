-- A split-adjusted close never moves fivefold between two bars: a larger move is a split that was not adjusted, a mix
-- of two price bases or a slipped decimal point.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    security_id,
    session_on,
    prior_close,
    close_split_adjusted,
    split_ratio
from {{ ref('fct_stock_daily') }}
where
    close_split_adjusted >= 5 * prior_close
    or close_split_adjusted <= prior_close / 5
