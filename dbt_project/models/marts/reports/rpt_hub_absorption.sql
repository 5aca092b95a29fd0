-- What a hub takes in of servers and boards by month, what it passes on, and how many accelerators and how much power
-- the rest would be.
select
    months.hub_code || '|' || cast(months.month_on as varchar) as hub_month_id,
    months.hub_code,
    countries.country_name as hub_name,
    months.month_on,
    months.exporters,
    cast(months.exporters_inflow_usd as decimal(24, 2)) as exporters_inflow_usd,
    cast(months.own_inflow_usd as decimal(24, 2)) as own_inflow_usd,
    cast(months.outflow_usd as decimal(24, 2)) as outflow_usd,
    cast(months.to_china_usd as decimal(24, 2)) as to_china_usd,
    cast(months.china_reported_usd as decimal(24, 2)) as china_reported_usd,
    cast(months.retained_usd as decimal(24, 2)) as retained_usd,
    months.retained_usd is null as is_inflow_only,
    cast(months.bound_usd as decimal(24, 2)) as bound_usd,
    cast(
        round(cast(months.bound_usd as double) / {{ var('accelerator_price_high_usd') }}, 0) as decimal(18, 0)
    ) as accelerators_low,
    cast(
        round(cast(months.bound_usd as double) / {{ var('accelerator_price_low_usd') }}, 0) as decimal(18, 0)
    ) as accelerators_high,
    cast(
        round(
            cast(months.bound_usd as double) / {{ var('accelerator_price_high_usd') }}
            * {{ var('accelerator_power_kw') }} / 1e6,
            4
        ) as decimal(12, 4)
    ) as power_low_gw,
    cast(
        round(
            cast(months.bound_usd as double) / {{ var('accelerator_price_low_usd') }}
            * {{ var('accelerator_power_kw') }} / 1e6,
            4
        ) as decimal(12, 4)
    ) as power_high_gw,
    coalesce(samples.is_sample, false) as is_sample,
    months.payload_sha256
from {{ ref('int_trade__hub_months') }} as months
left join {{ ref('dim_country') }} as countries
    on months.hub_code = countries.country_code
left join {{ samples() }} as samples
    on months.payload_sha256 = samples.payload_sha256
