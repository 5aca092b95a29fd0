select
    flows.payload_sha256,
    flows.row_number as payload_row,
    flows.flow,
    flows.hs_code,
    flows.country_code,
    flows.country_name,
    flows.period_start_on,
    flows.period_end_on,
    flows.value_variable,
    flows.summary_level,
    flows.quantity_unit,
    payloads.observed_at,
    payloads.origin,
    {{ stated_quantity('flows.quantity', 'flows.value_usd') }} as quantity,
    cast(flows.value_usd as decimal(28, 4)) as value_usd
from {{ source('raw', 'census__flows') }} as flows
left join {{ ref('stg_meta__payloads') }} as payloads
    on flows.payload_sha256 = payloads.payload_sha256
