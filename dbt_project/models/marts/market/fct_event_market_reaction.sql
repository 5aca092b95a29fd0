{{ config(tags=['after_event_study']) }}

select
    reactions.event_id,
    reactions.security_id,
    reactions.day0_kind,
    reactions.event_day_id,
    reactions.benchmark_kind,
    reactions.benchmark_security_id,
    reactions.model,
    reactions.window_start_sessions,
    reactions.window_end_sessions,
    reactions.day0_on,
    reactions.day0_basis,
    events.day0_grade,
    reactions.return_pct,
    reactions.expected_return_pct,
    reactions.abnormal_return_pct,
    reactions.alpha,
    reactions.beta,
    reactions.estimation_sessions,
    reactions.estimation_sessions_dropped,
    reactions.residual_std_pct,
    reactions.t_statistic,
    reactions.p_value,
    reactions.p_quantile,
    reactions.q_value,
    reactions.not_estimable_reason is null as is_estimable,
    reactions.is_default,
    coalesce(pairs.is_vendor_listing, false) as is_vendor_listing,
    reactions.is_clean,
    reactions.confounders,
    reactions.overlaps_event_day_id,
    reactions.is_censored,
    reactions.not_estimable_reason,
    coalesce(events.is_user_data or securities.is_user_data, false) as is_user_data,
    coalesce(bars.payload_sha256, {{ seed_sha('actions') }}) as payload_sha256
from {{ ref('stg_derived__market_reactions') }} as reactions
left join {{ ref('int_market__study_events') }} as pairs
    on
        reactions.event_id = pairs.event_id
        and reactions.security_id = pairs.security_id
        and reactions.day0_kind = pairs.day0_kind
left join {{ ref('fct_stock_daily') }} as bars
    on
        reactions.security_id = bars.security_id
        and reactions.day0_on = bars.session_on
left join {{ ref('fct_sanction_events') }} as events on reactions.event_id = events.event_id
left join {{ ref('dim_security') }} as securities on reactions.security_id = securities.security_id
