-- Hubs by month: what came in, what went out and what can have stayed, over twelve months against the hub's own trend
-- and against the power of its data centers; cases of courts and agencies beside it.
{%- set power = "cast(" ~ var('accelerator_power_kw') ~ " as double) / 1e6" %}
with months as (
    select
        *,
        count(bound_usd) over last_year as bound_months,
        sum(bound_usd) over last_year as bound_12m_usd
    from {{ ref('int_trade__hub_months') }}
    window
        last_year as (
            partition by hub_code
            order by month_on
            range between interval 11 month preceding and current row
        )
),

installed as (
    select
        *,
        lead(as_of_on) over (partition by hub_code order by as_of_on) as next_as_of_on
    from {{ ref('stg_curated__hub_power') }}
),

powered as (
    select
        months.*,
        installed.installed_mw / 1000 as installed_power_gw,
        installed.bound as installed_bound,
        installed.as_of_on as installed_as_of_on,
        installed.source as installed_source,
        installed.source_url as installed_source_url
    from months
    left join installed
        on
            months.hub_code = installed.hub_code
            and last_day(months.month_on) >= installed.as_of_on
            and (installed.next_as_of_on is null or last_day(months.month_on) < installed.next_as_of_on)
),

cases as (
    select
        months.hub_code,
        months.month_on,
        {{ sorted_text('cases.event_id') }} as documented_event_ids,
        {{ sorted_text('cases.standing') }} as documented_standing
    from months
    inner join {{ ref('stg_curated__diversion_cases') }} as cases
        on
            months.hub_code = cases.hub_code
            and last_day(months.month_on) >= cases.goods_from_on
            and months.month_on <= cases.goods_to_on
    group by months.hub_code, months.month_on
),

measured as (
    select
        powered.*,
        cases.documented_event_ids,
        cases.documented_standing,
        own.known_months as inflow_months,
        own.baseline_months,
        own.expected_12m_usd,
        case when own.expected_12m_usd is not null then cast(own.inflow_12m_usd as double) end as inflow_12m_usd,
        100 * (cast(comparison.inflow_12m_usd as double) / comparison.expected_12m_usd - 1)
            as comparison_excess_12m_pct,
        cast(powered.bound_12m_usd as double) / {{ var('accelerator_price_high_usd') }} as accelerators_12m_low,
        cast(powered.bound_12m_usd as double) / {{ var('accelerator_price_low_usd') }} as accelerators_12m_high
    from powered
    left join cases
        on
            powered.hub_code = cases.hub_code
            and powered.month_on = cases.month_on
    left join {{ ref('int_trade__hub_trends') }} as own
        on
            powered.hub_code = own.place_code
            and powered.month_on = own.month_on
    left join {{ ref('int_trade__hub_trends') }} as comparison
        on
            comparison.place_code = 'comparison'
            and powered.hub_code not in {{ var('comparison_hubs') }}
            and powered.month_on = comparison.month_on
            and powered.inflow_basis = comparison.inflow_basis
            and powered.inflow_exporters = comparison.inflow_exporters
)

select
    measured.hub_code || '|' || cast(measured.month_on as varchar) as hub_month_id,
    measured.hub_code,
    countries.country_name as hub_name,
    measured.hub_code in {{ var('comparison_hubs') }} as is_comparison,
    measured.month_on,
    measured.inflow_basis,
    measured.inflow_exporters,
    {%- for column in [
        'inflow_usd', 'outflow_usd', 'to_china_usd', 'china_reported_usd', 'retained_usd', 'bound_usd', 'bound_12m_usd',
    ] %}
        cast(measured.{{ column }} as decimal(24, 2)) as {{ column }},
    {%- endfor %}
    measured.retained_usd is null as is_inflow_only,
    cast(measured.bound_months as integer) as bound_months,
    cast(coalesce(measured.baseline_months, 0) as integer) as baseline_months,
    cast(round(measured.expected_12m_usd, 2) as decimal(24, 2)) as expected_12m_usd,
    cast(round(measured.inflow_12m_usd - measured.expected_12m_usd, 2) as decimal(24, 2)) as excess_12m_usd,
    cast(
        round(100 * (measured.inflow_12m_usd / measured.expected_12m_usd - 1), 2) as decimal(18, 2)
    ) as excess_12m_pct,
    cast(round(measured.comparison_excess_12m_pct, 2) as decimal(18, 2)) as comparison_excess_12m_pct,
    {%- for side in ['low', 'high'] %}
        cast(round(measured.accelerators_12m_{{ side }}, 0) as decimal(18, 0)) as accelerators_12m_{{ side }},
        cast(round(measured.accelerators_12m_{{ side }} * {{ power }}, 4) as decimal(12, 4)) as power_12m_{{ side }}_gw,
    {%- endfor %}
    cast(measured.installed_power_gw as decimal(12, 4)) as installed_power_gw,
    measured.installed_bound,
    measured.installed_as_of_on,
    measured.installed_source,
    measured.installed_source_url,
    measured.documented_event_ids,
    measured.documented_standing,
    case
        when measured.documented_event_ids is not null then 'documented_case'
        when measured.accelerators_12m_high * {{ power }} <= measured.installed_power_gw
            then 'consistent_with_local_build'
        when
            measured.installed_bound = 'point'
            and measured.accelerators_12m_low * {{ power }} > measured.installed_power_gw
            then 'unexplained'
    end as status,
    coalesce(samples.is_sample, false) as is_sample,
    measured.payload_sha256
from measured
left join {{ ref('dim_country') }} as countries
    on measured.hub_code = countries.country_code
left join {{ samples() }} as samples
    on measured.payload_sha256 = samples.payload_sha256
