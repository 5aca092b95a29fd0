-- What a hub takes in of servers and boards by month, what it passes on, and what can have stayed at most. Where its
-- exports are not known the inflow itself is the bound.
{%- set groups = "('ai_servers', 'ai_boards')" %}
{%- set hubs = "('MY', 'SG', 'TH', 'VN', 'AE', 'IN', 'JP')" %}
-- One figure of a reporter, partner, group and month: that with re-exports, for all that leaves a hub leaves it; of
-- several datasets that with most lines of the group, so that none is counted twice.
with flows as (
    select *
    from {{ ref('int_trade__group_flows') }}
    where
        period_kind = 'month'
        and group_id in {{ groups }}
        and flow in ('import', 'export')
    qualify
        row_number() over (
            partition by reporter_code, partner_code, group_id, flow, period_start_on
            order by includes_re_trade desc, length(hs_codes) desc, dataset asc
        ) = 1
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
        {{ sorted_text("case when flow = 'import' and partner_code in ('TW', 'US', 'KR') then partner_code end") }}
            as own_exporters,
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
        case when own.own_inflow_usd is null then 'exporters' else 'own_imports' end as inflow_basis,
        case when own.own_inflow_usd is null then inflows.exporters else own.own_exporters end as inflow_exporters,
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
)

select
    *,
    coalesce(retained_usd, inflow_usd) as bound_usd
from joined
