{{ config(
    severity='warn',
    meta={'check_kind': 'decision', 'table': 'marts.rpt_event_candidates', 'column': 'candidate_id'}
) }}

-- A row of warehouse/overlay/review.csv names a document or headline that this build does not hold, or merges a
-- headline into a story that it does not hold, so it decides nothing. Copy the candidate_id from `chipwatch review` or
-- delete the row; keep it when its document or article is only missing from this archive.
select
    review.candidate_id,
    review.decision,
    review.merged_into,
    review.reason
from {{ ref('stg_overlay__review') }} as review
left join {{ ref('int_events__candidate_keys') }} as keys on review.candidate_id = keys.key_of_candidate
left join {{ ref('int_news__articles') }} as articles on review.candidate_id = 'headline:' || articles.article_id
left join {{ ref('int_events__candidate_keys') }} as stories on review.merged_into = stories.key_of_candidate
where
    (keys.candidate_id is null and articles.article_id is null)
    or (review.merged_into is not null and stories.candidate_id is null)
