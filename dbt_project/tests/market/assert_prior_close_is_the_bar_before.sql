-- The prior close of a bar is the close of the bar before it in the same series, and its day is that bar's day.
{{ config(
    severity='error',
    meta={'check_kind': 'series', 'table': 'marts.fct_stock_daily', 'column': 'prior_close'}
) }}

with ordered as (
    select
        security_id,
        session_on,
        prior_session_on,
        prior_close,
        lag(session_on) over (partition by security_id order by session_on) as session_before_on,
        lag(close_split_adjusted) over (partition by security_id order by session_on) as close_before
    from {{ ref('fct_stock_daily') }}
)

select *
from ordered
where
    prior_close is distinct from close_before
    or prior_session_on is distinct from session_before_on
