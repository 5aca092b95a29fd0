{{ config(tags=['after_event_study']) }}

select
    event_id,
    security_id,
    benchmark_security_id,
    model,
    window_start as window_start_sessions,
    window_end as window_end_sessions,
    day0_on,
    day0_basis,
    cast(round(return_pct, 4) as decimal(12, 4)) as return_pct,
    cast(round(expected_return_pct, 4) as decimal(12, 4)) as expected_return_pct,
    cast(round(abnormal_return_pct, 4) as decimal(12, 4)) as abnormal_return_pct,
    cast(round(alpha, 6) as decimal(12, 6)) as alpha,
    cast(round(beta, 6) as decimal(12, 6)) as beta,
    estimation_sessions,
    cast(round(residual_std_pct, 4) as decimal(12, 4)) as residual_std_pct,
    cast(round(t_statistic, 4) as decimal(12, 4)) as t_statistic,
    cast(round(p_value, 4) as decimal(12, 4)) as p_value,
    coalesce(is_censored, false) as is_censored,
    not_estimable_reason
from {{ source('derived', 'market_reactions') }}
