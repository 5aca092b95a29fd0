{{ config(tags=['after_event_study']) }}

select distinct
    reactions.event_day_id,
    reactions.event_id,
    reactions.day0_kind,
    reactions.is_default,
    coalesce(events.is_user_data, false) as is_user_data
from {{ ref('stg_derived__market_reactions') }} as reactions
left join {{ ref('fct_sanction_events') }} as events on reactions.event_id = events.event_id
where reactions.event_day_id is not null
