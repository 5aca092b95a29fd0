-- The newest hundred prices as traded; splits are those that another source records.
select
    'alpha_vantage' as source,
    3 as preference,
    'as_traded' as price_basis,
    bars.payload_sha256,
    bars.row_number as payload_row,
    bars.session_on,
    bars.open,
    bars.high,
    bars.low,
    bars.close,
    payloads.observed_at,
    try_cast(round(bars.volume) as bigint) as volume,
    nullif(regexp_extract(payloads.parameters, '"symbol": *"([^"]+)"', 1), '') as symbol
from {{ source('raw', 'alpha_vantage__bars') }} as bars
{{ payload_of('bars', 'alpha_vantage/bars') }}
