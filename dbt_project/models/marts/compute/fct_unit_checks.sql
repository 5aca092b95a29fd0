-- Estimates held against each other: what one implies against what another allows.
with terms as (
    select
        terms.*,
        coalesce(estimates.mid, estimates.low, estimates.high) as stated,
        case terms.factor
            when 'one' then 1.0
            when 'dies_per_package' then cast(packages.dies_per_package as double)
            when 'packages_per_hbm_stack' then 1.0 / packages.hbm_stacks_per_package
        end as multiplier,
        estimates.confidence,
        estimates.estimator
    from {{ ref('stg_curated__unit_check_terms') }} as terms
    left join {{ ref('int_compute__estimates') }} as estimates
        on terms.estimate_id = estimates.estimate_id
    left join {{ ref('stg_curated__chip_packages') }} as packages
        on terms.factor_chip_id = packages.chip_id
),

sides as (
    select
        unit_check_id,
        check_kind_of_units,
        statement,
        tolerance_pct,
        sum(sign * stated * multiplier) filter (where side = 'need') as need_units,
        sum(sign * stated * multiplier) filter (where side = 'have') as have_units,
        {{ sorted_text('estimator') }} as estimators,
        {{ lowest_confidence() }} as lowest_confidence,
        max(payload_sha256) as payload_sha256
    from terms
    group by unit_check_id, check_kind_of_units, statement, tolerance_pct
)

select
    unit_check_id,
    check_kind_of_units,
    statement,
    cast(round(need_units, 0) as decimal(24, 0)) as need_units,
    cast(round(have_units, 0) as decimal(24, 0)) as have_units,
    cast(round(have_units, 0) - round(need_units, 0) as decimal(24, 0)) as slack_units,
    cast(round(100 * (need_units - have_units) / have_units, 4) as decimal(12, 4)) as excess_pct,
    tolerance_pct,
    100 * (need_units - have_units) / have_units > tolerance_pct as is_contradiction,
    estimators,
    lowest_confidence,
    payload_sha256
from sides
