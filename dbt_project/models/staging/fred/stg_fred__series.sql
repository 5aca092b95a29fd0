select
    series.payload_sha256,
    series.row_number as payload_row,
    series.series_id,
    series.observation_on,
    series.value,
    payloads.observed_at
from {{ source('raw', 'fred__series') }} as series
left join {{ ref('stg_meta__payloads') }} as payloads
    on series.payload_sha256 = payloads.payload_sha256
