select
    'gdelt_bulk' as source,
    articles.url,
    articles.served_url,
    articles.title,
    false as is_title_exact,
    true as names_publishers,
    cast(articles.seen_at as {{ instant_type() }}) as seen_at,
    articles.domain,
    articles.language,
    articles.payload_sha256,
    cast(articles.row_number as bigint) as row_no,
    case when payloads.observed_basis = 'fetched_at' then payloads.observed_at end as fetched_at
from {{ source('raw', 'gdelt_bulk__articles') }} as articles
{{ payload_of('articles', 'gdelt_bulk/articles') }}
