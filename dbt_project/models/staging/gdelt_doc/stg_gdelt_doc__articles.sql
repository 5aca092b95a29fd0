select
    articles.url,
    articles.served_url,
    articles.title,
    cast(articles.seen_at as timestamp with time zone) as seen_at,
    articles.domain,
    articles.language,
    articles.source_country,
    articles.payload_sha256,
    cast(articles.row_number as bigint) as row_no,
    case when payloads.observed_basis = 'fetched_at' then payloads.observed_at end as fetched_at
from {{ source('raw', 'gdelt_doc__articles') }} as articles
left join {{ ref('stg_meta__payloads') }} as payloads
    on
        articles.payload_sha256 = payloads.payload_sha256
        and payloads.source = 'gdelt_doc'
        and payloads.dataset = 'articles'
