-- What a person last decided of a candidate: how relevant it is; of a headline also which story it tells and what was
-- read wrongly.
select
    decisions.candidate_id,
    decisions.decision,
    decisions.decided_by,
    decisions.decided_at,
    decisions.reason,
    decisions.merged_into,
    decisions.instrument,
    decisions.issuer_jurisdiction,
    decisions.direction
from {{ source('overlay', 'review') }} as decisions
qualify row_number() over (partition by decisions.candidate_id order by decisions.decided_at desc) = 1
