-- Every curated window has its rows, each with the window's measure and goods, whether months are known or not.
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
