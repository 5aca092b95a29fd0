{{ config(tags=['after_event_study']) }}

select
    days.event_day_id,
    days.calendar_group,
    days.day0_on,
    days.is_default,
    days.event_count,
    {{ list_to_text('days.directions') }} as directions,
    days.net_direction,
    {{ list_to_text('days.event_ids') }} as event_ids,
    {{ seed_sha('actions') }} as payload_sha256
from {{ ref('stg_derived__event_days') }} as days
