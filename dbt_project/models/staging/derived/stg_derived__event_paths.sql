{{ config(tags=['after_event_study']) }}

select
    event_day_id,
    security_id,
    model,
    session as session_offset,
    session_on,
    cast(round(abnormal_return_pct, 4) as decimal(12, 4)) as abnormal_return_pct,
    cast(round(cumulative_pct, 4) as decimal(12, 4)) as cumulative_pct,
    cast(round(band_low_pct, 4) as decimal(12, 4)) as band_low_pct,
    cast(round(band_high_pct, 4) as decimal(12, 4)) as band_high_pct
from {{ source('derived', 'event_paths') }}
