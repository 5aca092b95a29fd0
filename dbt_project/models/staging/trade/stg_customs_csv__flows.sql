select
    flows.payload_sha256,
    flows.row_number as payload_row,
    flows.reporter,
    flows.partner,
    flows.hs_edition,
    flows.hs_code,
    flows.period_start_on,
    flows.period_end_on,
    flows.flow,
    flows.value,
    flows.currency,
    flows.quantity_unit,
    flows.basis,
    flows.partner_basis,
    flows.source,
    payloads.observed_at,
    payloads.origin,
    {{ stated_quantity('flows.quantity', 'flows.value') }} as quantity
from {{ source('raw', 'customs_csv__flows') }} as flows
left join {{ ref('stg_meta__payloads') }} as payloads
    on flows.payload_sha256 = payloads.payload_sha256
