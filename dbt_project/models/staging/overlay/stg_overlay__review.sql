-- What a person last decided of a candidate: how relevant it is.
select
    decisions.candidate_id,
    decisions.decision,
    decisions.decided_by,
    decisions.decided_at,
    decisions.reason
from {{ source('overlay', 'review') }} as decisions
qualify row_number() over (partition by decisions.candidate_id order by decisions.decided_at desc) = 1
