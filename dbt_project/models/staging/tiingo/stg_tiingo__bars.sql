-- Prices as traded with the factor of each split, from which the adjustment is computed.
select
    'tiingo' as source,
    2 as preference,
    'as_traded' as price_basis,
    bars.payload_sha256,
    bars.row_number as payload_row,
    bars.session_on,
    bars.open,
    bars.high,
    bars.low,
    bars.close,
    nullif(bars.dividend, 0) as dividend,
    case when bars.split_factor <> 1 then cast(bars.split_factor as double) end as split_ratio,
    payloads.observed_at,
    cast(round(bars.volume) as bigint) as volume,
    nullif(regexp_extract(payloads.url, '/tiingo/daily/([^/?]+)/prices', 1), '') as symbol
from {{ source('raw', 'tiingo__bars') }} as bars
{{ payload_of('bars', 'tiingo/bars') }}
