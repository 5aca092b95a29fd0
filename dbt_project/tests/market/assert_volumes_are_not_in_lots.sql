-- The median volume of a security does not change fiftyfold from one year to the next: a sudden factor of 100 is a
-- series that switched between shares and lots.
{{ config(severity='warn', meta={'check_kind': 'business'}) }}

with yearly as (
    select
        security_id,
        cast(year(session_on) as integer) as session_year,
        median(volume_shares) as median_volume
    from {{ ref('fct_stock_daily') }}
    where volume_shares > 0
    group by security_id, cast(year(session_on) as integer)
),

compared as (
    select
        security_id,
        session_year,
        median_volume,
        lag(median_volume) over (partition by security_id order by session_year) as prior_median_volume
    from yearly
)

select *
from compared
where
    median_volume > 50 * prior_median_volume
    or median_volume < prior_median_volume / 50
