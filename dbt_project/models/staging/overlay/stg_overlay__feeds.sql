select
    feed,
    url as feed_url,
    is_aggregator,
    payload_sha256
from {{ source('overlay', 'feeds') }}
