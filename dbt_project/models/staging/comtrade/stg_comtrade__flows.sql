select
    'comtrade/flows' as dataset,
    'UN Comtrade' as source,
    payloads.origin,
    'comtrade' as code_scheme,
    flows.reporter_iso3,
    cast(flows.reporter_code as {{ text_type() }}) as reporter_key,
    coalesce(flows.reporter_name, cast(flows.reporter_code as {{ text_type() }})) as reporter_name,
    flows.partner_iso3,
    cast(flows.partner_code as {{ text_type() }}) as partner_key,
    coalesce(flows.partner_name, cast(flows.partner_code as {{ text_type() }})) as partner_name,
    case flows.classification_code
        when 'H0' then 'HS1992'
        when 'H1' then 'HS1996'
        when 'H2' then 'HS2002'
        when 'H3' then 'HS2007'
        when 'H4' then 'HS2012'
        when 'H5' then 'HS2017'
        when 'H6' then 'HS2022'
        else flows.classification_code
    end as hs_edition,
    flows.hs_code,
    flows.period_start_on,
    flows.period_end_on,
    case flows.flow_code
        when 'M' then 'import'
        when 'X' then 'export'
        when 'RM' then 're_import'
        when 'RX' then 're_export'
    end as flow,
    flows.flow_code in ('M', 'X') as includes_re_trade,
    flows.type_code = 'C'
    and flows.classification_code like 'H%'
    and flows.flow_code in ('M', 'X', 'RM', 'RX')
    and flows.partner2_code = 0
    and flows.customs_code = 'C00'
    and flows.transport_code = 0 as is_counted,
    cast(flows.primary_value_usd as decimal(28, 4)) as value_amount,
    'USD' as currency,
    cast({{ stated_quantity('flows.quantity', 'flows.primary_value_usd') }} as decimal(28, 4)) as quantity,
    flows.quantity_unit,
    cast({{ stated_quantity('flows.net_weight_kg', 'flows.primary_value_usd') }} as decimal(28, 4)) as net_weight_kg,
    case when flows.flow_code in ('M', 'RM') then 'CIF' else 'FOB' end as valuation_basis,
    case when flows.flow_code in ('M', 'RM') then 'origin' else 'last_known_destination' end as partner_basis,
    payloads.observed_at,
    flows.payload_sha256,
    flows.row_number as payload_row
from {{ source('raw', 'comtrade__flows') }} as flows
{{ payload_of('flows', 'comtrade/flows') }}
