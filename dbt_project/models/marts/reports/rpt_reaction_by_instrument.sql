{{ config(tags=['after_event_study']) }}

select
    groups.group_value as instrument,
    groups.direction,
    groups.model,
    groups.window_start_sessions,
    groups.window_end_sessions,
    '[' || groups.window_start_sessions || ', ' || groups.window_end_sessions || ']' as window_label,
    groups.pair_count,
    groups.event_day_count,
    groups.positive_count,
    groups.caar_pct,
    groups.caar_low_pct,
    groups.caar_high_pct,
    groups.largest_security_id,
    groups.largest_event_day_id,
    groups.largest_share_pct,
    groups.preferred_test,
    groups.preferred_statistic,
    groups.p_value,
    groups.q_value,
    groups.family_tests,
    groups.no_test_reason,
    groups.payload_sha256
from {{ ref('fct_event_group_reaction') }} as groups
where groups.group_kind = 'instrument' and groups.is_clean_only
