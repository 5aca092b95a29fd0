{{ config(tags=['portable']) }}

with partners as (
    select * from {{ ref('stg_curated__trade_partners') }}
),

countries as (
    select * from {{ ref('stg_curated__countries') }}
),

comtrade as (
    select
        'comtrade/flows' as dataset,
        flows.origin,
        coalesce(reporter_special.country_code, reporter_iso.country_code, reporter_number.country_code)
            as reporter_code,
        coalesce(flows.reporter_name, cast(flows.reporter_code as varchar)) as reporter_name,
        coalesce(partner_special.country_code, partner_iso.country_code, partner_number.country_code)
            as partner_code,
        coalesce(flows.partner_name, cast(flows.partner_code as varchar)) as partner_name,
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
        flows.value_usd as value_amount,
        'USD' as currency,
        cast(flows.quantity as decimal(28, 4)) as quantity,
        flows.quantity_unit,
        cast(flows.net_weight_kg as decimal(28, 4)) as net_weight_kg,
        case when flows.flow_code in ('M', 'RM') then 'CIF' else 'FOB' end as valuation_basis,
        case when flows.flow_code in ('M', 'RM') then 'origin' else 'last_known_destination' end as partner_basis,
        'UN Comtrade' as source,
        flows.observed_at,
        flows.payload_sha256,
        flows.payload_row
    from {{ ref('stg_comtrade__flows') }} as flows
    left join partners as reporter_special
        on
            reporter_special.scheme = 'comtrade'
            and flows.reporter_iso3 = reporter_special.partner_key
    left join partners as partner_special
        on
            partner_special.scheme = 'comtrade'
            and flows.partner_iso3 = partner_special.partner_key
    left join countries as reporter_iso
        on flows.reporter_iso3 = reporter_iso.iso3
    left join countries as partner_iso
        on flows.partner_iso3 = partner_iso.iso3
    left join partners as reporter_number
        on
            reporter_number.scheme = 'comtrade'
            and cast(flows.reporter_code as varchar) = reporter_number.partner_key
    left join partners as partner_number
        on
            partner_number.scheme = 'comtrade'
            and cast(flows.partner_code as varchar) = partner_number.partner_key
    where
        flows.type_code = 'C'
        and flows.classification_code like 'H%'
        and flows.is_total_line
        and flows.flow_code in ('M', 'X', 'RM', 'RX')
),

taiwan as (
    select
        'taiwan_customs/exports' as dataset,
        flows.origin,
        'TW' as reporter_code,
        'Taiwan' as reporter_name,
        case when flows.partner_name is null then 'XW' else partners.country_code end as partner_code,
        coalesce(flows.partner_name, 'World') as partner_name,
        cast(null as varchar) as hs_edition,
        flows.hs_code,
        flows.period_start_on,
        flows.period_end_on,
        flows.flow,
        flows.includes_re_trade,
        flows.value_usd as value_amount,
        'USD' as currency,
        cast(null as decimal(28, 4)) as quantity,
        cast(null as varchar) as quantity_unit,
        cast(flows.net_weight_kg as decimal(28, 4)) as net_weight_kg,
        case when flows.flow in ('import', 're_import') then 'CIF' else 'FOB' end as valuation_basis,
        case when flows.flow in ('import', 're_import') then 'origin' else 'last_known_destination' end
            as partner_basis,
        'Customs Administration, Taiwan' as source,
        flows.observed_at,
        flows.payload_sha256,
        flows.payload_row
    from {{ ref('stg_taiwan_customs__exports') }} as flows
    left join partners
        on
            partners.scheme = 'taiwan_customs'
            and flows.partner_name = partners.partner_key
),

census as (
    select
        'census/flows' as dataset,
        flows.origin,
        'US' as reporter_code,
        'United States' as reporter_name,
        partners.country_code as partner_code,
        coalesce(flows.country_name, flows.country_code) as partner_name,
        cast(null as varchar) as hs_edition,
        flows.hs_code,
        flows.period_start_on,
        flows.period_end_on,
        flows.flow,
        flows.flow = 'export' as includes_re_trade,
        flows.value_usd as value_amount,
        'USD' as currency,
        cast(flows.quantity as decimal(28, 4)) as quantity,
        flows.quantity_unit,
        cast(null as decimal(28, 4)) as net_weight_kg,
        case when flows.flow = 'export' then 'FAS' else 'customs_value' end as valuation_basis,
        case when flows.flow = 'import' then 'origin' else 'last_known_destination' end as partner_basis,
        'US Census Bureau' as source,
        flows.observed_at,
        flows.payload_sha256,
        flows.payload_row
    from {{ ref('stg_census__flows') }} as flows
    left join partners
        on
            partners.scheme = 'census'
            and flows.country_code = partners.partner_key
    where
        flows.value_variable <> 'CON_VAL_MO'
        and coalesce(flows.summary_level, 'DET') = 'DET'
),

own_files as (
    select
        'customs_csv/flows' as dataset,
        flows.origin,
        flows.reporter as reporter_code,
        flows.reporter as reporter_name,
        flows.partner as partner_code,
        flows.partner as partner_name,
        flows.hs_edition,
        flows.hs_code,
        flows.period_start_on,
        flows.period_end_on,
        flows.flow,
        false as includes_re_trade,
        flows.value as value_amount,
        flows.currency,
        flows.quantity,
        flows.quantity_unit,
        cast(null as decimal(28, 4)) as net_weight_kg,
        coalesce(flows.basis, 'unstated') as valuation_basis,
        coalesce(flows.partner_basis, 'unstated') as partner_basis,
        flows.source,
        flows.observed_at,
        flows.payload_sha256,
        flows.payload_row
    from {{ ref('stg_customs_csv__flows') }} as flows
)

select * from comtrade
union all
select * from taiwan
union all
select * from census
union all
select * from own_files
