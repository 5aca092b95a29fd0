-- The range of estimates of one question. What was said before a period, within it and after it never share a range;
-- at least and at most only bound; nothing is averaged.
with estimates as (
    select
        *,
        bound in ('at_least', 'at_most') as is_bound
    from {{ ref('fct_chip_unit_estimates') }}
),

ranges as (
    select
        vendor_id,
        family_chip_id,
        market,
        period_start_on,
        period_end_on,
        flow,
        unit,
        made,
        count(*) as estimate_count,
        count(distinct estimator) as estimator_count,
        min(coalesce(low, mid)) filter (where not is_bound) as lowest,
        max(coalesce(high, mid)) filter (where not is_bound) as highest,
        max(mid) filter (where is_preferred) as preferred,
        max(estimator) filter (where is_preferred) as preferred_estimator,
        max(low) filter (where bound = 'at_least') as stated_at_least,
        min(high) filter (where bound = 'at_most') as stated_at_most,
        count(*) filter (where low < high) as interval_count,
        max(low) filter (where low < high) as highest_interval_start,
        min(high) filter (where low < high) as lowest_interval_end,
        {{ sorted_text('estimator') }} as estimators,
        {{ lowest_confidence() }} as lowest_confidence,
        max(payload_sha256) as payload_sha256
    from estimates
    group by vendor_id, family_chip_id, market, period_start_on, period_end_on, flow, unit, made
)

select
    concat_ws(
        '|', ranges.vendor_id, coalesce(ranges.family_chip_id, 'mix'), ranges.market, ranges.period_start_on,
        ranges.period_end_on, ranges.flow, ranges.unit, ranges.made
    ) as unit_range_id,
    ranges.vendor_id,
    vendors.vendor_name,
    ranges.family_chip_id,
    families.family_chip_name,
    ranges.market,
    ranges.period_start_on,
    ranges.period_end_on,
    ranges.flow,
    ranges.unit,
    ranges.made,
    cast(ranges.estimate_count as integer) as estimate_count,
    ranges.estimators,
    ranges.lowest,
    ranges.highest,
    ranges.preferred,
    ranges.preferred_estimator,
    ranges.stated_at_least,
    ranges.stated_at_most,
    cast(
        round(cast(ranges.highest as double) / nullif(cast(ranges.lowest as double), 0), 4) as decimal(12, 4)
    ) as spread,
    coalesce(ranges.estimate_count > 1 and ranges.highest > 1.5 * ranges.lowest, false)
    or coalesce(ranges.interval_count > 1 and ranges.highest_interval_start > ranges.lowest_interval_end, false)
    or coalesce(ranges.highest < ranges.stated_at_least, false)
    or coalesce(ranges.lowest > ranges.stated_at_most, false) as is_conflicting,
    ranges.lowest_confidence,
    coalesce(samples.is_sample, false) as is_sample,
    ranges.payload_sha256
from ranges
left join {{ ref('dim_vendor') }} as vendors
    on ranges.vendor_id = vendors.vendor_id
left join {{ ref('dim_chip_family') }} as families
    on ranges.family_chip_id = families.family_chip_id
left join {{ samples() }} as samples
    on ranges.payload_sha256 = samples.payload_sha256
