-- One row an article and source with what its headline says. An article that several lists name under different titles
-- is an event when one of the titles is; its story is the one that the extraction met first.
with judged as (

    select
        sightings.article_id,
        judged_rows.source,
        judged_rows.relevance,
        judged_rows.reason,
        judged_rows.score,
        judged_rows.story_id,
        judged_rows.text_id,
        judged_rows.published_on,
        judged_rows.title,
        judged_rows.payload_sha256,
        row_number() over (
            partition by sightings.article_id, judged_rows.source
            order by
                case when judged_rows.relevance = 'none' then 1 else 0 end,
                judged_rows.story_id,
                judged_rows.payload_sha256,
                judged_rows.row_no
        ) as best_first
    from {{ ref('stg_derived__event_candidates') }} as judged_rows
    inner join {{ ref('int_news__sightings') }} as sightings
        on
            judged_rows.source = sightings.source
            and judged_rows.payload_sha256 = sightings.payload_sha256
            and judged_rows.row_no = sightings.row_no
    where judged_rows.record_kind = 'headline'

)

select
    judged.article_id,
    judged.source,
    judged.relevance,
    judged.reason,
    judged.score,
    min(judged.story_id) over (partition by judged.article_id) as story_id,
    judged.text_id,
    judged.published_on,
    judged.title,
    judged.payload_sha256
from judged
where judged.best_first = 1
