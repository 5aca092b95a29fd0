-- TPP and performance density as sources state them agree with what the rates and the area come to, within 0.2 percent.
{{ config(
    severity='warn',
    meta={'check_kind': 'business', 'table': 'marts.dim_chip', 'column': 'tpp'}
) }}

select
    chip_id,
    tpp,
    stated_tpp,
    performance_density,
    stated_performance_density
from {{ ref('dim_chip') }}
where
    abs(tpp - stated_tpp) > 0.002 * stated_tpp
    or abs(performance_density - stated_performance_density) > 0.002 * stated_performance_density
