select
    items.item_key,
    items.feed_title,
    coalesce(payloads.url, items.feed_url) as feed_url,
    items.guid,
    items.url,
    items.served_url,
    items.domain,
    items.title,
    items.outlet,
    items.outlet_basis,
    items.language,
    cast(items.published_at as timestamp with time zone) as published_at,
    cast(items.updated_at as timestamp with time zone) as updated_at,
    items.time_problem,
    items.payload_sha256,
    cast(items.row_number as bigint) as row_no,
    case when payloads.observed_basis = 'fetched_at' then payloads.observed_at end as fetched_at
from {{ source('raw', 'rss__items') }} as items
left join {{ ref('stg_meta__payloads') }} as payloads
    on
        items.payload_sha256 = payloads.payload_sha256
        and payloads.source = 'rss'
        and payloads.dataset = 'items'
