{{ config(tags=['after_event_study']) }}

select
    calendar_group,
    trial_kind,
    test,
    window_start_sessions,
    window_end_sessions,
    nominal_pct,
    trial_count,
    rejection_count,
    rejection_pct
from {{ ref('stg_derived__study_calibration') }}
