with bars as (

    {{ union_of([
        ref('stg_yahoo_chart__bars'),
        ref('stg_price_csv__bars'),
    ]) }}

)

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
from bars
