-- One row an article and source with what its headline says. An article that several lists name under different titles
-- is an event when one of the titles is; its story is the one that the extraction met first.
with judged as (

    select
        *,
        row_number() over (
            partition by article_id, source
            order by
                case when relevance = 'none' then 1 else 0 end,
                story_id nulls last,
                payload_sha256,
                row_no
        ) as best_first
    from {{ ref('int_events__judged_headlines') }}

)

select
    judged.article_id,
    judged.source,
    judged.relevance,
    judged.reason,
    judged.score,
    min(judged.story_id) over (partition by judged.article_id) as story_id,
    judged.text_id,
    judged.is_put_by_hand,
    judged.published_on,
    judged.title,
    judged.payload_sha256
from judged
where judged.best_first = 1
