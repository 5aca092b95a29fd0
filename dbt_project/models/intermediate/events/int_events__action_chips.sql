-- Chip families of every action, curated or the user's own, but of those that the user rejected.
with chips as (

    {{ union_of([
        ref('stg_curated__action_chips'),
        ref('stg_overlay__event_chips'),
    ]) }}

)

select *
from chips
where {{ is_not_rejected('event_id') }}
