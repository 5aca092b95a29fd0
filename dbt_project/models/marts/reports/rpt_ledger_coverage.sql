with records as (

    select
        documents.source,
        'document' as record_kind,
        documents.candidate_id as record_id,
        documents.candidate_id,
        documents.published_on as seen_on,
        documents.relevance,
        documents.payload_sha256
    from {{ ref('int_events__judged_documents') }} as documents

    union all

    select
        articles.source,
        'article' as record_kind,
        articles.article_id as record_id,
        candidates.candidate_id,
        {{ utc_date('known.first_known_at') }} as seen_on,
        articles.relevance,
        articles.payload_sha256
    from {{ ref('int_events__judged_articles') }} as articles
    inner join {{ ref('int_news__articles') }} as known on articles.article_id = known.article_id
    left join {{ ref('int_events__candidates') }} as candidates
        on articles.story_id = candidates.story_id and articles.relevance <> 'none'

    union all

    select
        'csl' as source,
        'list_change' as record_kind,
        candidate_id as record_id,
        candidate_id,
        first_on as seen_on,
        relevance,
        payload_sha256
    from {{ ref('int_events__candidates') }}
    where candidate_kind = 'list_change'

),

judged as (

    select
        records.source,
        records.record_kind,
        extract(year from records.seen_on) as seen_year,
        records.relevance in ('core', 'context') as is_relevant,
        records.relevance = 'review' as is_for_review,
        matches.event_id is not null as is_linked,
        candidates.candidate_state = 'rejected' as is_rejected,
        samples.is_sample
    from records
    left join {{ ref('int_events__matches') }} as matches
        on records.candidate_id = matches.candidate_id and matches.is_best
    left join {{ ref('rpt_event_candidates') }} as candidates on records.candidate_id = candidates.candidate_id
    left join {{ samples() }} as samples on records.payload_sha256 = samples.payload_sha256

)

select
    source,
    record_kind,
    cast(coalesce(seen_year, 0) as integer) as seen_year,
    count(*) as seen_count,
    count(case when is_relevant then 1 end) as relevant_count,
    count(case when is_linked then 1 end) as linked_count,
    count(case when is_relevant and not is_linked and not coalesce(is_rejected, false) then 1 end)
        as unlinked_relevant_count,
    count(case when is_rejected then 1 end) as rejected_count,
    count(case when is_for_review then 1 end) as review_count,
    count(case when not is_relevant and not is_for_review then 1 end) as irrelevant_count,
    count(case when not is_relevant and not is_for_review and is_linked then 1 end) as irrelevant_linked_count,
    max(cast(coalesce(is_sample, false) as integer)) = 1 as is_sample
from judged
group by source, record_kind, coalesce(seen_year, 0)
