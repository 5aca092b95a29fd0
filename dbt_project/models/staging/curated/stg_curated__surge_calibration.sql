select
    cast(noise as decimal(9, 2)) as noise,
    cast(rho as decimal(9, 2)) as rho,
    cast(surge_pct as decimal(9, 2)) as surge_pct,
    cast(nominal_pct as decimal(9, 2)) as nominal_pct,
    cast(series_count as integer) as series_count,
    cast(flagged_pct as decimal(9, 1)) as flagged_pct,
    cast(press_rule_flagged_pct as decimal(9, 1)) as press_rule_flagged_pct,
    {{ seed_sha('surge_calibration') }} as payload_sha256
from {{ ref('surge_calibration') }}
