{{ config(tags=['after_event_study']) }}

select
    reactions.event_id,
    reactions.security_id,
    reactions.benchmark_security_id,
    reactions.model,
    reactions.window_start as window_start_sessions,
    reactions.window_end as window_end_sessions,
    reactions.day0_on,
    reactions.day0_basis,
    cast(round(reactions.return_pct, 4) as decimal(12, 4)) as return_pct,
    cast(round(reactions.expected_return_pct, 4) as decimal(12, 4)) as expected_return_pct,
    cast(round(reactions.abnormal_return_pct, 4) as decimal(12, 4)) as abnormal_return_pct,
    cast(round(reactions.alpha, 6) as decimal(12, 6)) as alpha,
    cast(round(reactions.beta, 6) as decimal(12, 6)) as beta,
    reactions.estimation_sessions,
    cast(round(reactions.residual_std_pct, 4) as decimal(12, 4)) as residual_std_pct,
    cast(round(reactions.t_statistic, 4) as decimal(12, 4)) as t_statistic,
    cast(round(reactions.p_value, 4) as decimal(12, 4)) as p_value,
    reactions.not_estimable_reason is null as is_estimable,
    coalesce(reactions.is_censored, false) as is_censored,
    reactions.not_estimable_reason,
    coalesce(events.is_user_data or securities.is_user_data, false) as is_user_data,
    coalesce(bars.payload_sha256, {{ seed_sha('actions') }}) as payload_sha256
from {{ source('derived', 'market_reactions') }} as reactions
left join {{ ref('fct_stock_daily') }} as bars
    on
        reactions.security_id = bars.security_id
        and reactions.day0_on = bars.session_on
left join {{ ref('fct_sanction_events') }} as events on reactions.event_id = events.event_id
left join {{ ref('dim_security') }} as securities on reactions.security_id = securities.security_id
