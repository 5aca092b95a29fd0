-- Compute of each estimate that a scenario names: cautious takes the lower bound of units and rates, wide the upper,
-- central the figures themselves. Where no chip is named the mix is unknown and the rates of the chips it may have been
-- bound it.
with terms as (
    select
        scenarios.scenario,
        scenarios.year,
        scenarios.term,
        scenarios.sign,
        estimates.vendor_id,
        estimates.estimator,
        estimates.confidence,
        scenarios.payload_sha256,
        case scenarios.scenario
            when 'cautious' then coalesce(estimates.low, estimates.mid)
            when 'central' then coalesce(estimates.mid, estimates.low)
            else coalesce(estimates.high, estimates.mid, estimates.low)
        end as units,
        scenarios.scenario = 'wide' and estimates.high is null and estimates.bound <> 'point' as is_open,
        case scenarios.scenario
            when 'cautious' then coalesce(rates.h100e_8bit_low, mixes.least_8bit)
            when 'central' then rates.h100e_8bit
            else coalesce(rates.h100e_8bit_high, mixes.greatest_8bit)
        end as part_8bit,
        case scenarios.scenario
            when 'cautious' then coalesce(rates.h100e_tpp_low, mixes.least_tpp)
            when 'central' then rates.h100e_tpp
            else coalesce(rates.h100e_tpp_high, mixes.greatest_tpp)
        end as part_tpp
    from {{ ref('stg_curated__compute_scenarios') }} as scenarios
    inner join {{ ref('int_compute__estimates') }} as estimates
        on scenarios.estimate_id = estimates.estimate_id
    left join {{ ref('int_compute__chip_rates') }} as rates
        on scenarios.chip_id = rates.chip_id
    left join {{ mix_rates() }} as mixes
        on
            scenarios.chip_id is null
            and estimates.vendor_id = mixes.vendor_id
            and scenarios.year = mixes.year
)

select
    scenario,
    year,
    term,
    vendor_id,
    estimator,
    confidence,
    is_open,
    sign * units as units,
    sign * units * part_8bit as h100e_8bit,
    sign * units * part_tpp as h100e_tpp,
    payload_sha256
from terms
