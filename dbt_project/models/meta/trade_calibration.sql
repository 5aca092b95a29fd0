select
    noise,
    rho,
    surge_pct,
    nominal_pct,
    series_count,
    flagged_pct,
    press_rule_flagged_pct
from {{ ref('stg_curated__surge_calibration') }}
