-- Everything that was read and judged to be no measure on chips, with the reason, so that a reader can check.
with judged as (

    select
        candidate_id as record_id,
        'document' as record_kind,
        source,
        published_on as seen_on,
        title,
        html_url as url,
        reason,
        cast(null as decimal(5, 4)) as score,
        payload_sha256
    from {{ ref('int_events__judged_documents') }}
    where relevance = 'none'

    union all

    select
        articles.source || ':' || articles.article_id as record_id,
        'article' as record_kind,
        articles.source,
        {{ utc_date('known.first_known_at') }} as seen_on,
        articles.title,
        known.url,
        articles.reason,
        articles.score,
        articles.payload_sha256
    from {{ ref('int_events__judged_articles') }} as articles
    inner join {{ ref('int_news__articles') }} as known on articles.article_id = known.article_id
    where articles.relevance = 'none'

    union all

    select
        candidate_id as record_id,
        'list_change' as record_kind,
        'csl' as source,
        first_on as seen_on,
        title,
        url,
        reason,
        cast(null as decimal(5, 4)) as score,
        payload_sha256
    from {{ ref('int_events__candidates') }}
    where candidate_kind = 'list_change' and relevance = 'none'

)

select
    judged.record_id,
    judged.record_kind,
    judged.source,
    judged.seen_on,
    judged.title,
    judged.url,
    judged.reason,
    judged.score,
    matches.event_id as linked_event_id,
    coalesce(samples.is_sample, false) as is_sample
from judged
left join {{ ref('int_events__matches') }} as matches
    on judged.record_id = matches.candidate_id and matches.is_best
left join {{ samples() }} as samples on judged.payload_sha256 = samples.payload_sha256
