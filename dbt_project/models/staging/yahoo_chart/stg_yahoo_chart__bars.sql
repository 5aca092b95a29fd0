select
    'yahoo_chart' as source,
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
    bars.exchange_name,
    bars.exchange_timezone,
    bars.dividend,
    bars.dividend_currency,
    bars.capital_gain,
    payloads.observed_at,
    cast(bars.split_numerator as double) / cast(bars.split_denominator as double) as split_ratio
from {{ source('raw', 'yahoo_chart__bars') }} as bars
{{ payload_of('bars', 'yahoo_chart/bars') }}
