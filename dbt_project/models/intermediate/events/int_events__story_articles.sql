select distinct
    story_id,
    article_id
from {{ ref('int_events__judged_articles') }}
where story_id is not null
