-- What a person last decided of a candidate: how relevant it is.
with ranked as (

    select
        candidate_id,
        decision,
        decided_by,
        decided_at,
        reason,
        row_number() over (partition by candidate_id order by decided_at desc) as newest_first
    from {{ source('overlay', 'review') }}

)

select
    candidate_id,
    decision,
    decided_by,
    decided_at,
    reason
from ranked
where newest_first = 1
