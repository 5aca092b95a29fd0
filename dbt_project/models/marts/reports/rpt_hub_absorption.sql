-- What a hub takes in of servers and boards by month, what it passes on, and how many accelerators and how much power
-- the rest would be. Where its exports are not known the inflow itself is the bound.
{%- set groups = "('ai_servers', 'ai_boards')" %}
{%- set hubs = "('MY', 'SG', 'TH', 'VN', 'AE', 'IN', 'JP')" %}
with flows as (
    select *
    from {{ ref('int_trade__group_flows') }}
    where
        period_kind = 'month'
        and group_id in {{ groups }}
        and not includes_re_trade
),

inflows as (
    select
        partner_code as hub_code,
        period_start_on as month_on,
        sum(value_usd) as exporters_inflow_usd,
        {{ sorted_text('reporter_code') }} as exporters,
        max(payload_sha256) as payload_sha256
    from flows
    where
        flow = 'export'
        and reporter_code in ('TW', 'US', 'KR')
        and partner_code in {{ hubs }}
    group by partner_code, period_start_on
),

own as (
    select
        reporter_code as hub_code,
        period_start_on as month_on,
        sum(value_usd) filter (where flow = 'import' and partner_code in ('TW', 'US', 'KR')) as own_inflow_usd,
        sum(value_usd) filter (where flow = 'export' and partner_code = 'XW') as outflow_usd,
        sum(value_usd) filter (where flow = 'export' and partner_code in ('CN', 'HK')) as to_china_usd,
        max(payload_sha256) as payload_sha256
    from flows
    where reporter_code in {{ hubs }}
    group by reporter_code, period_start_on
),

china as (
    select
        partner_code as hub_code,
        period_start_on as month_on,
        sum(value_usd) as china_reported_usd,
        max(payload_sha256) as payload_sha256
    from flows
    where
        flow = 'import'
        and reporter_code in ('CN', 'HK')
        and partner_code in {{ hubs }}
    group by partner_code, period_start_on
),

months as (
    select
        hub_code,
        month_on
    from inflows

    union

    select
        hub_code,
        month_on
    from own

    union

    select
        hub_code,
        month_on
    from china
),

joined as (
    select
        months.hub_code,
        months.month_on,
        inflows.exporters,
        inflows.exporters_inflow_usd,
        own.own_inflow_usd,
        own.outflow_usd,
        own.to_china_usd,
        china.china_reported_usd,
        coalesce(own.own_inflow_usd, inflows.exporters_inflow_usd) as inflow_usd,
        case
            when own.outflow_usd is not null
                then greatest(coalesce(own.own_inflow_usd, inflows.exporters_inflow_usd) - own.outflow_usd, 0)
        end as retained_usd,
        coalesce(inflows.payload_sha256, own.payload_sha256, china.payload_sha256) as payload_sha256
    from months
    left join inflows
        on
            months.hub_code = inflows.hub_code
            and months.month_on = inflows.month_on
    left join own
        on
            months.hub_code = own.hub_code
            and months.month_on = own.month_on
    left join china
        on
            months.hub_code = china.hub_code
            and months.month_on = china.month_on
),

bounded as (
    select
        *,
        coalesce(retained_usd, inflow_usd) as bound_usd
    from joined
)

select
    bounded.hub_code || '|' || cast(bounded.month_on as varchar) as hub_month_id,
    bounded.hub_code,
    countries.country_name as hub_name,
    bounded.month_on,
    bounded.exporters,
    cast(bounded.exporters_inflow_usd as decimal(24, 2)) as exporters_inflow_usd,
    cast(bounded.own_inflow_usd as decimal(24, 2)) as own_inflow_usd,
    cast(bounded.outflow_usd as decimal(24, 2)) as outflow_usd,
    cast(bounded.to_china_usd as decimal(24, 2)) as to_china_usd,
    cast(bounded.china_reported_usd as decimal(24, 2)) as china_reported_usd,
    cast(bounded.retained_usd as decimal(24, 2)) as retained_usd,
    bounded.retained_usd is null as is_inflow_only,
    cast(bounded.bound_usd as decimal(24, 2)) as bound_usd,
    cast(
        round(cast(bounded.bound_usd as double) / {{ var('accelerator_price_high_usd') }}, 0) as decimal(18, 0)
    ) as accelerators_low,
    cast(
        round(cast(bounded.bound_usd as double) / {{ var('accelerator_price_low_usd') }}, 0) as decimal(18, 0)
    ) as accelerators_high,
    cast(
        round(
            cast(bounded.bound_usd as double) / {{ var('accelerator_price_high_usd') }}
            * {{ var('accelerator_power_kw') }} / 1e6,
            4
        ) as decimal(12, 4)
    ) as power_low_gw,
    cast(
        round(
            cast(bounded.bound_usd as double) / {{ var('accelerator_price_low_usd') }}
            * {{ var('accelerator_power_kw') }} / 1e6,
            4
        ) as decimal(12, 4)
    ) as power_high_gw,
    coalesce(samples.is_sample, false) as is_sample,
    bounded.payload_sha256
from bounded
left join {{ ref('dim_country') }} as countries
    on bounded.hub_code = countries.country_code
left join {{ samples() }} as samples
    on bounded.payload_sha256 = samples.payload_sha256
