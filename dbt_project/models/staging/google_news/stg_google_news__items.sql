select
    'google_news' as source,
    items.item_key,
    items.feed_title,
    coalesce(payloads.url, items.feed_url) as feed_url,
    items.guid,
    items.url,
    items.served_url,
    items.domain,
    items.title,
    true as is_title_exact,
    true as names_publishers,
    items.outlet,
    items.outlet_basis,
    items.language,
    cast(items.published_at as timestamp with time zone) as published_at,
    cast(items.updated_at as timestamp with time zone) as updated_at,
    items.time_problem,
    items.payload_sha256,
    cast(items.row_number as bigint) as row_no,
    coalesce(
        'url:' || items.url,
        'item:' || coalesce(payloads.url, items.feed_url, items.feed_title, '') || ' ' || items.item_key
    ) as identity,
    case when payloads.observed_basis = 'fetched_at' then payloads.observed_at end as fetched_at
from {{ source('raw', 'google_news__items') }} as items
{{ payload_of('items', 'google_news/items') }}
