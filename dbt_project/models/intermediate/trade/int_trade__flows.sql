-- Flows of all trade sources. A source names an economy by our code, by its ISO 3166 code of three letters, or by a key
-- of its own scheme; the curated keys of the scheme go first, for some schemes make up ISO codes (W00, S19).
with schemes as (

    select * from {{ ref('stg_curated__trade_partners') }}

),

countries as (

    select * from {{ ref('stg_curated__countries') }}

)

select
    flows.dataset,
    flows.origin,
    coalesce(
        flows.reporter_code, reporter_special.country_code, reporter_iso.country_code, reporter_own.country_code
    ) as reporter_code,
    flows.reporter_name,
    coalesce(
        flows.partner_code, partner_special.country_code, partner_iso.country_code, partner_own.country_code
    ) as partner_code,
    flows.partner_name,
    flows.hs_edition,
    flows.hs_code,
    flows.period_start_on,
    flows.period_end_on,
    flows.flow,
    flows.includes_re_trade,
    flows.value_amount,
    flows.currency,
    flows.quantity,
    flows.quantity_unit,
    flows.net_weight_kg,
    flows.valuation_basis,
    flows.partner_basis,
    flows.source,
    flows.observed_at,
    flows.payload_sha256,
    flows.payload_row
from {{ ref('int_trade__union') }} as flows
left join schemes as reporter_special
    on flows.code_scheme = reporter_special.scheme and flows.reporter_iso3 = reporter_special.partner_key
left join countries as reporter_iso on flows.reporter_iso3 = reporter_iso.iso3
left join schemes as reporter_own
    on flows.code_scheme = reporter_own.scheme and flows.reporter_key = reporter_own.partner_key
left join schemes as partner_special
    on flows.code_scheme = partner_special.scheme and flows.partner_iso3 = partner_special.partner_key
left join countries as partner_iso on flows.partner_iso3 = partner_iso.iso3
left join schemes as partner_own
    on flows.code_scheme = partner_own.scheme and flows.partner_key = partner_own.partner_key
where flows.is_counted
