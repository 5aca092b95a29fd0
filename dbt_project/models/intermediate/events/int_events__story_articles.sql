select
    story_id,
    article_id,
    min(text_id) as text_id,
    bool_and(is_put_by_hand) as is_put_by_hand
from {{ ref('int_events__judged_articles') }}
where story_id is not null
group by story_id, article_id
