-- Vendors of every action, curated or the user's own, but of those that the user rejected.
with vendors as (

    {{ union_of([
        ref('stg_curated__action_vendors'),
        ref('stg_overlay__event_vendors'),
    ]) }}

)

select *
from vendors
where {{ is_not_rejected('event_id') }}
