-- First bar, last bar and number of bars of a security are those of its series.
{{ config(
    severity='error',
    meta={'check_kind': 'count', 'table': 'marts.dim_security', 'column': 'bar_count'}
) }}

with series as (
    select
        security_id,
        count(*) as bar_count,
        min(session_on) as first_bar_on,
        max(session_on) as last_bar_on
    from {{ ref('fct_stock_daily') }}
    group by security_id
)

select
    securities.security_id,
    securities.bar_count,
    series.bar_count as bars_found,
    securities.first_bar_on,
    securities.last_bar_on
from {{ ref('dim_security') }} as securities
left join series on securities.security_id = series.security_id
where
    coalesce(securities.bar_count, -1) <> coalesce(series.bar_count, 0)
    or securities.first_bar_on is distinct from series.first_bar_on
    or securities.last_bar_on is distinct from series.last_bar_on
