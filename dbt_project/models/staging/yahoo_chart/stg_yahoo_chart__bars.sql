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
    bars.exchange_name,
    bars.exchange_timezone,
    bars.dividend,
    bars.dividend_currency,
    bars.capital_gain,
    payloads.observed_at,
    cast(bars.split_numerator as decimal(18, 6)) as split_numerator,
    cast(bars.split_denominator as decimal(18, 6)) as split_denominator
from {{ source('raw', 'yahoo_chart__bars') }} as bars
left join {{ ref('stg_meta__payloads') }} as payloads
    on bars.payload_sha256 = payloads.payload_sha256
