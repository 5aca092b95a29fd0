-- What a rejection may call a candidate: its own key or, for a story, any article of it. A story that grows keeps its
-- rejection.
select
    candidate_id,
    candidate_id as key_of_candidate
from {{ ref('int_events__candidates') }}

union

select
    candidates.candidate_id,
    'story:' || story_articles.article_id as key_of_candidate
from {{ ref('int_events__candidates') }} as candidates
inner join {{ ref('int_events__story_articles') }} as story_articles
    on candidates.story_id = story_articles.story_id
