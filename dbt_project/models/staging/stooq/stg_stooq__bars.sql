-- Adjusted for splits and dividends: stands in only where no other source has the security.
select
    'stooq' as source,
    5 as preference,
    'dividend_adjusted' as price_basis,
    bars.payload_sha256,
    bars.row_number as payload_row,
    bars.session_on,
    bars.adjusted_open as open,
    bars.adjusted_high as high,
    bars.adjusted_low as low,
    bars.adjusted_close as close,
    payloads.observed_at,
    try_cast(round(bars.adjusted_volume) as bigint) as volume,
    nullif(upper(regexp_extract(lower(payloads.parameters), '"s": *"([^".]+)\.us"', 1)), '') as symbol
from {{ source('raw', 'stooq__bars') }} as bars
{{ payload_of('bars', 'stooq/bars') }}
