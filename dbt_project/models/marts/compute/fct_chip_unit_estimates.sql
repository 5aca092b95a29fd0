-- Counts with their bounds as H100: those of one family by the rates of its chips, those of a vendor's unknown mix by
-- the rates of the chips it may have been.
with estimates as (
    select * from {{ ref('int_compute__estimates') }}
),

families as (
    select
        family_chip_id,
        min(h100e_8bit_low) as least_8bit,
        max(h100e_8bit_high) as greatest_8bit,
        min(h100e_tpp_low) as least_tpp,
        max(h100e_tpp_high) as greatest_tpp
    from {{ ref('int_compute__chip_rates') }}
    where family_chip_id is not null
    group by family_chip_id
),

weighed as (
    select
        estimates.*,
        policy.preference_rank,
        estimators.estimator_kind,
        coalesce(families.least_8bit, mixes.least_8bit) as least_8bit,
        coalesce(families.greatest_8bit, mixes.greatest_8bit) as greatest_8bit,
        coalesce(families.least_tpp, mixes.least_tpp) as least_tpp,
        coalesce(families.greatest_tpp, mixes.greatest_tpp) as greatest_tpp,
        estimates.unit in ('card', 'chip') as is_weighed,
        estimates.family_chip_id is null and mixes.vendor_id is not null as is_of_unknown_mix,
        policy.preference_rank is not null
        and estimates.bound not in ('at_least', 'at_most')
        and row_number() over (
            partition by
                estimates.vendor_id, estimates.family_chip_id, estimates.market, estimates.period_start_on,
                estimates.period_end_on, estimates.flow, estimates.unit, estimates.made
            order by
                estimates.bound in ('at_least', 'at_most') asc,
                estimates.confidence = 'low' asc,
                policy.preference_rank asc nulls last,
                estimates.published_on desc nulls last,
                estimates.estimate_id asc
        ) = 1 as is_preferred
    from estimates
    left join {{ ref('stg_curated__estimators') }} as estimators
        on estimates.estimator = estimators.estimator
    left join {{ ref('stg_curated__unit_policy') }} as policy
        on
            estimates.flow = policy.flow
            and estimates.estimator = policy.estimator
    left join families
        on estimates.family_chip_id = families.family_chip_id
    left join {{ mix_rates() }} as mixes
        on
            estimates.family_chip_id is null
            and estimates.vendor_id = mixes.vendor_id
            and year(estimates.period_start_on) = mixes.year
            and year(estimates.period_end_on) = mixes.year
)

select
    estimate_id,
    vendor_id,
    family_chip_id,
    product_label,
    market,
    period_start_on,
    period_end_on,
    flow,
    unit,
    low,
    mid,
    high,
    bound,
    {%- for name, side, rate in [
        ('h100e_8bit_low', 'low', 'least_8bit'), ('h100e_8bit_high', 'high', 'greatest_8bit'),
        ('h100e_tpp_low', 'low', 'least_tpp'), ('h100e_tpp_high', 'high', 'greatest_tpp'),
    ] %}
        case
            when is_weighed then cast(round(coalesce({{ side }}, mid) * {{ rate }}, 0) as decimal(18, 0))
        end as {{ name }},
    {%- endfor %}
    is_weighed and is_of_unknown_mix as is_bound_only,
    estimate_kind,
    estimator,
    estimator_kind,
    coalesce(estimator_kind = 'sell_side', false) as is_sell_side,
    published_on,
    published_on as known_from,
    case when published_on is null then 'curated' else 'stated' end as known_basis,
    made,
    made <> 'ex_post' as is_forecast,
    preference_rank,
    is_preferred,
    source,
    source_url,
    confidence,
    note,
    payload_sha256
from weighed
