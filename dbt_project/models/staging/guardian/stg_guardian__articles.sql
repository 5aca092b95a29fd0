select
    'guardian' as source,
    articles.url,
    articles.served_url,
    'theguardian.com' as domain,
    articles.title,
    true as is_title_exact,
    true as names_publishers,
    'The Guardian' as outlet,
    'en' as language,
    cast(articles.published_at as {{ instant_type() }}) as published_at,
    articles.payload_sha256,
    cast(articles.row_number as bigint) as row_no,
    case when payloads.observed_basis = 'fetched_at' then payloads.observed_at end as fetched_at
from {{ source('raw', 'guardian__articles') }} as articles
{{ payload_of('articles', 'guardian/articles') }}
