{{ config(
    severity='warn',
    meta={'check_kind': 'relation', 'table': 'marts.rpt_event_candidates', 'column': 'candidate_id'}
) }}

-- A row of warehouse/overlay/rejections.csv names a candidate that this build does not hold, so it rejects nothing.
-- Copy the candidate_id from marts.rpt_event_candidates or delete the row; keep it when its document or article is
-- only missing from this archive.
select
    rejections.candidate_id,
    rejections.reason
from {{ ref('stg_overlay__rejections') }} as rejections
left join {{ ref('int_events__candidate_keys') }} as keys on rejections.candidate_id = keys.key_of_candidate
where rejections.candidate_id is not null and keys.candidate_id is null
