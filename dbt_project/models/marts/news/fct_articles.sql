with subjects as (

    select
        article_id,
        {{ sorted_text("case when subject_kind = 'vendor' then subject_id end") }} as vendor_ids,
        {{ sorted_text("case when subject_kind = 'chip_family' then subject_id end") }} as family_chip_ids
    from {{ ref('int_news__mentions') }}
    group by article_id

)

select
    articles.article_id,
    articles.title,
    articles.url,
    articles.canonical_url,
    articles.outlet_id,
    articles.outlet,
    articles.domain,
    articles.source_country,
    articles.language,
    articles.sources,
    articles.sighting_count,
    articles.address_count,
    {{ utc_timestamp('articles.published_at') }} as published_at,
    {{ utc_timestamp('articles.seen_at') }} as seen_at,
    {{ utc_timestamp('articles.updated_at') }} as updated_at,
    {{ utc_timestamp('articles.first_known_at') }} as first_known_at,
    {{ utc_date('articles.first_known_at') }} as first_known_on,
    articles.time_basis,
    stories.canonical_article_id,
    stories.duplicate_kind is not null as is_duplicate,
    stories.duplicate_kind,
    subjects.vendor_ids,
    subjects.family_chip_ids,
    articles.payload_sha256
from {{ ref('int_news__articles') }} as articles
left join {{ ref('int_news__stories') }} as stories on articles.article_id = stories.article_id
left join subjects on articles.article_id = subjects.article_id
