select
    bars.payload_sha256,
    bars.row_number as payload_row,
    bars.symbol,
    bars.session_on,
    bars.open,
    bars.high,
    bars.low,
    bars.close,
    bars.volume,
    bars.currency,
    bars.dividend,
    payloads.observed_at,
    bars.split_numerator,
    bars.split_denominator
from {{ source('raw', 'price_csv__bars') }} as bars
{{ payload_of('bars', 'price_csv/bars') }}
