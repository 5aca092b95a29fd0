{{ config(tags=['after_event_study']) }}

select
    reactions.event_id,
    events.title as event_title,
    events.action_type,
    events.instrument,
    events.direction,
    events.jurisdiction,
    ledger.issuer_name,
    ledger.chips,
    events.evidence_grade,
    ledger.source_url,
    events.first_public_on,
    events.first_public_session,
    reactions.security_id,
    securities.symbol,
    securities.security_name,
    securities.security_kind,
    securities.vendor_id,
    vendors.vendor_name,
    reactions.day0_kind,
    reactions.event_day_id,
    reactions.benchmark_kind,
    reactions.benchmark_security_id,
    reactions.model,
    reactions.window_start_sessions,
    reactions.window_end_sessions,
    '[' || reactions.window_start_sessions || ', ' || reactions.window_end_sessions || ']' as window_label,
    reactions.day0_on,
    reactions.day0_basis,
    reactions.day0_grade,
    bars.prior_close,
    bars.low as day0_low,
    bars.high as day0_high,
    bars.close_split_adjusted as day0_close_split_adjusted,
    bars.currency,
    reactions.return_pct,
    reactions.expected_return_pct,
    reactions.abnormal_return_pct,
    reactions.alpha,
    reactions.beta,
    reactions.estimation_sessions,
    reactions.t_statistic,
    reactions.p_value,
    reactions.p_quantile,
    reactions.q_value,
    reactions.is_estimable,
    reactions.is_default,
    reactions.is_vendor_listing,
    reactions.is_clean,
    reactions.confounders,
    reactions.is_censored,
    reactions.not_estimable_reason,
    coalesce(events.is_user_data or securities.is_user_data, false) as is_user_data,
    coalesce(samples.is_sample, false) as is_sample,
    reactions.payload_sha256
from {{ ref('fct_event_market_reaction') }} as reactions
left join {{ ref('fct_sanction_events') }} as events
    on reactions.event_id = events.event_id
left join {{ ref('rpt_events') }} as ledger
    on reactions.event_id = ledger.event_id
left join {{ ref('dim_security') }} as securities
    on reactions.security_id = securities.security_id
left join {{ ref('dim_vendor') }} as vendors
    on securities.vendor_id = vendors.vendor_id
left join {{ ref('fct_stock_daily') }} as bars
    on
        reactions.security_id = bars.security_id
        and reactions.day0_on = bars.session_on
left join {{ samples() }} as samples
    on reactions.payload_sha256 = samples.payload_sha256
