-- Files of the user, declared as adjusted for splits.
select
    'price_csv' as source,
    4 as preference,
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
    bars.dividend,
    payloads.observed_at,
    cast(bars.split_numerator as double) / cast(bars.split_denominator as double) as split_ratio
from {{ source('raw', 'price_csv__bars') }} as bars
{{ payload_of('bars', 'price_csv/bars') }}
