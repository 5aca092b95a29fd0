{{ config(tags=['after_event_study']) }}

select
    groups.*,
    {{ seed_sha('actions') }} as payload_sha256
from {{ ref('stg_derived__group_reactions') }} as groups
