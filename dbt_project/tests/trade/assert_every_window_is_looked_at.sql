-- Every curated window has its rows, each with the window's measure and goods, whether months are known or not; and
-- every part of it that has months has one.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    windows.surge_id,
    windows.measure_id,
    found.trade_anomaly_id
from {{ ref('stg_curated__surge_windows') }} as windows
left join {{ ref('fct_trade_anomalies') }} as found
    on windows.surge_id = found.surge_id
where
    found.surge_id is null
    or windows.measure_id is distinct from found.measure_id
    or windows.group_id is distinct from found.group_id

union all

select
    keys.surge_id,
    cast(null as varchar) as measure_id,
    keys.surge_id || '|' || keys.dataset || '|' || surges.part as trade_anomaly_id
from {{ ref('int_trade__surges') }} as surges
inner join {{ ref('int_trade__surge_windows') }} as keys
    on surges.window_key = keys.window_key
anti join {{ ref('fct_trade_anomalies') }} as found
    on
        keys.surge_id = found.surge_id
        and keys.dataset = found.dataset
        and surges.part = found.part
where not keys.is_control
