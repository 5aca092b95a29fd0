{{ config(tags=['after_event_study']) }}

select
    event_day_id,
    calendar_group,
    day0_on,
    is_default,
    event_count,
    directions,
    net_direction,
    event_ids
from {{ source('derived', 'event_days') }}
