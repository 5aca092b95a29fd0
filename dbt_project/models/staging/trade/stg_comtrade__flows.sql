select
    flows.payload_sha256,
    flows.row_number as payload_row,
    flows.type_code,
    flows.frequency_code,
    flows.classification_code,
    flows.period_start_on,
    flows.period_end_on,
    flows.reporter_code,
    flows.reporter_iso3,
    flows.reporter_name,
    flows.flow_code,
    flows.partner_code,
    flows.partner_iso3,
    flows.partner_name,
    flows.hs_code,
    flows.quantity_unit,
    payloads.observed_at,
    payloads.origin,
    {{ stated_quantity('flows.quantity', 'flows.primary_value_usd') }} as quantity,
    {{ stated_quantity('flows.net_weight_kg', 'flows.primary_value_usd') }} as net_weight_kg,
    cast(flows.primary_value_usd as decimal(28, 4)) as value_usd,
    flows.partner2_code = 0 and flows.customs_code = 'C00' and flows.transport_code = 0 as is_total_line
from {{ source('raw', 'comtrade__flows') }} as flows
left join {{ ref('stg_meta__payloads') }} as payloads
    on flows.payload_sha256 = payloads.payload_sha256
