with names as (

    select
        mentions.article_id,
        {{ sorted_text('vendors.vendor_name') }} as vendors,
        {{ sorted_text('chips.family_chip_name') }} as chips
    from {{ ref('int_news__mentions') }} as mentions
    left join {{ ref('dim_vendor') }} as vendors
        on mentions.subject_id = vendors.vendor_id and mentions.subject_kind = 'vendor'
    left join {{ ref('dim_chip_family') }} as chips
        on mentions.subject_id = chips.family_chip_id and mentions.subject_kind = 'chip_family'
    group by mentions.article_id

),

stories as (

    select
        canonical_article_id,
        count(*) as story_article_count,
        count(distinct outlet_id) as story_outlet_count
    from {{ ref('fct_articles') }}
    group by canonical_article_id

)

select
    articles.article_id,
    articles.first_known_on as news_on,
    articles.first_known_at,
    articles.time_basis,
    articles.title,
    articles.url,
    articles.outlet,
    articles.domain,
    articles.source_country,
    articles.language,
    names.vendors,
    names.chips,
    names.article_id is not null as is_about_followed_subject,
    articles.canonical_article_id as story_id,
    originals.title as story_title,
    originals.outlet as story_first_outlet,
    articles.is_duplicate,
    articles.duplicate_kind,
    stories.story_article_count,
    stories.story_outlet_count,
    articles.sources,
    payloads.licence,
    payloads.redistribution,
    coalesce(payloads.is_sample, false) as is_sample
from {{ ref('fct_articles') }} as articles
left join names on articles.article_id = names.article_id
left join stories on articles.canonical_article_id = stories.canonical_article_id
left join {{ ref('fct_articles') }} as originals on articles.canonical_article_id = originals.article_id
left join {{ ref('payloads') }} as payloads
    on
        articles.payload_sha256 = payloads.payload_sha256
        and {{ list_holds(text_parts('articles.sources'), 'payloads.source') }}
