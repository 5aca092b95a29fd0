-- The whole history of every security each time, adjusted for splits up to the day of serving.
select
    'yahoo_chart' as source,
    1 as preference,
    'split_adjusted' as price_basis,
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
