select
    flows.payload_sha256,
    flows.row_number as payload_row,
    flows.flow,
    flows.includes_re_trade,
    flows.period_start_on,
    flows.period_end_on,
    flows.hs_code,
    flows.name_en,
    flows.partner_name,
    payloads.observed_at,
    payloads.origin,
    {{ stated_quantity('flows.net_weight_kg', 'flows.value_thousand_usd') }} as net_weight_kg,
    cast(flows.value_thousand_usd * 1000 as decimal(28, 4)) as value_usd
from {{ source('raw', 'taiwan_customs__exports') }} as flows
left join {{ ref('stg_meta__payloads') }} as payloads
    on flows.payload_sha256 = payloads.payload_sha256
