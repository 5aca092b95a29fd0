{{ config(tags=['after_event_study']) }}

select
    paths.event_day_id,
    paths.security_id,
    paths.model,
    paths.session_offset,
    paths.session_on,
    paths.abnormal_return_pct,
    paths.cumulative_pct,
    paths.band_low_pct,
    paths.band_high_pct,
    securities.is_user_data,
    bars.payload_sha256
from {{ ref('stg_derived__event_paths') }} as paths
left join {{ ref('fct_stock_daily') }} as bars
    on
        paths.security_id = bars.security_id
        and paths.session_on = bars.session_on
left join {{ ref('dim_security') }} as securities on paths.security_id = securities.security_id
