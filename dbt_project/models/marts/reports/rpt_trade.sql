select
    flows.flow_id,
    flows.dataset,
    flows.reporter_code,
    reporters.country_name as reporter_name,
    flows.partner_code,
    coalesce(partners.country_name, flows.partner_name) as partner_name,
    flows.partner_group,
    flows.hs_edition,
    flows.hs_code,
    codes.description as hs_description,
    coalesce(codes.is_chip, false) as is_chip,
    coalesce(codes.is_system, false) as is_system,
    coalesce(codes.is_tool, false) as is_tool,
    flows.period_start_on,
    flows.period_end_on,
    cast(extract(year from flows.period_end_on) as integer) as period_year,
    flows.period_kind,
    flows.is_partial_period,
    flows.flow,
    flows.includes_re_trade,
    flows.is_self_trade,
    flows.value_amount,
    flows.currency,
    flows.value_usd,
    cast(round(flows.value_usd / 1000000, 1) as decimal(18, 1)) as value_usd_m,
    flows.fx_basis,
    flows.fx_rate_units_per_usd,
    flows.quantity,
    flows.quantity_unit,
    flows.valuation_basis,
    flows.partner_basis,
    flows.source,
    coalesce(nullif(regexp_extract(flows.source, 'https?://[^ ;]+'), ''), payloads.url) as source_url,
    flows.observed_at,
    flows.is_latest_vintage,
    flows.is_additive,
    flows.is_code_shift,
    coalesce(payloads.is_sample, false) as is_sample,
    flows.payload_sha256
from {{ ref('fct_trade_flows') }} as flows
left join {{ ref('dim_country') }} as reporters
    on flows.reporter_code = reporters.country_code
left join {{ ref('dim_country') }} as partners
    on flows.partner_code = partners.country_code
left join {{ ref('dim_hs_code') }} as codes
    on flows.hs_subheading_code = codes.hs_code
left join {{ ref('payloads') }} as payloads
    on flows.payload_sha256 = payloads.payload_sha256
