{{ config(
    severity='warn',
    meta={'check_kind': 'decision', 'table': 'marts.rpt_event_candidates', 'column': 'candidate_id'}
) }}

-- A row of warehouse/overlay/review.csv names a document that this build does not hold, so it decides nothing.
-- Copy the candidate_id from `chipwatch review` or delete the row; keep it when its document is only missing from this
-- archive.
select
    review.candidate_id,
    review.decision,
    review.reason
from {{ ref('stg_overlay__review') }} as review
left join {{ ref('int_events__candidate_keys') }} as keys on review.candidate_id = keys.key_of_candidate
where keys.candidate_id is null
