-- The payloads of a source that hold entries of lists, numbered as they were seen; curated rows come first.
select
    sighting_source,
    payload_sha256,
    min(observed_at) as observed_at,
    min(cast(is_sample as integer)) = 1 as is_sample,
    row_number() over (
        partition by sighting_source
        order by min(observed_at) asc nulls first, payload_sha256 asc
    ) as payload_no
from {{ ref('int_listings__union') }}
group by sighting_source, payload_sha256
