select
    series.payload_sha256,
    series.row_number as payload_row,
    series.series_id,
    series.observation_on,
    series.value,
    payloads.observed_at
from {{ source('raw', 'fred__series') }} as series
{{ payload_of('series', 'fred/series') }}
