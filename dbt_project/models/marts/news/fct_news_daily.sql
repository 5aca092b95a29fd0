with counted as (

    select
        articles.first_known_on as news_on,
        subjects.subject_kind,
        subjects.subject_id,
        subjects.vendor_id,
        coalesce(articles.language, 'und') as language,
        articles.article_id,
        articles.canonical_article_id,
        articles.outlet_id,
        articles.payload_sha256,
        {{ headline_key('articles.title') }} as title_key,
        row_number() over (
            partition by
                articles.first_known_on,
                subjects.subject_kind,
                subjects.subject_id,
                coalesce(articles.language, 'und')
            order by articles.first_known_at, articles.article_id
        ) as article_no
    from {{ ref('fct_articles') }} as articles
    inner join {{ ref('int_news__mentions') }} as subjects on articles.article_id = subjects.article_id
    where articles.first_known_on is not null

)

select
    news_on,
    subject_kind,
    subject_id,
    vendor_id,
    language,
    count(*) as article_count,
    count(distinct canonical_article_id) as story_count,
    count(distinct title_key) as title_count,
    count(distinct outlet_id) as outlet_count,
    max(case when article_no = 1 then payload_sha256 end) as payload_sha256
from counted
group by news_on, subject_kind, subject_id, vendor_id, language
