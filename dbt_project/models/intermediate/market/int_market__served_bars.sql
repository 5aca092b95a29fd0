select
    payload_sha256,
    payload_row,
    symbol,
    session_on,
    open,
    high,
    low,
    close,
    volume,
    currency,
    dividend,
    observed_at,
    split_numerator,
    split_denominator
from {{ ref('stg_yahoo_chart__bars') }}

union all

select
    payload_sha256,
    payload_row,
    symbol,
    session_on,
    open,
    high,
    low,
    close,
    volume,
    currency,
    dividend,
    observed_at,
    split_numerator,
    split_denominator
from {{ ref('stg_price_csv__bars') }}
