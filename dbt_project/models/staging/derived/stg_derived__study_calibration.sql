{{ config(tags=['after_event_study']) }}

select
    calendar_group,
    trial_kind,
    test,
    window_start as window_start_sessions,
    window_end as window_end_sessions,
    cast(nominal_pct as decimal(9, 4)) as nominal_pct,
    trial_count,
    rejection_count,
    cast(round(rejection_pct, 4) as decimal(9, 4)) as rejection_pct
from {{ source('derived', 'study_calibration') }}
