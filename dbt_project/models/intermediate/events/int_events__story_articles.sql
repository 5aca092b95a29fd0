select
    story_id,
    article_id,
    min(text_id) as text_id
from {{ ref('int_events__judged_articles') }}
where story_id is not null
group by story_id, article_id
