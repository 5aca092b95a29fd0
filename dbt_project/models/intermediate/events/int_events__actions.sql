-- Every action, curated or the user's own, but those that the user rejected.
with actions as (

    {{ union_of([
        ref('stg_curated__actions'),
        ref('stg_overlay__events'),
    ]) }}

)

select *
from actions
where {{ is_not_rejected('event_id') }}
