-- Quarters that no figure of a series states and that follow from its other figures: a period runs from one end of a
-- quarter to another, so that a chain of periods from the beginning of the missing quarter to its end gives it by sums
-- and differences. Figures of one geography and basis are chained: filed totals have their own rule, by concept.
-- The shortest chain counts, of those the one with the least rounding.
with recursive figures as (
    select
        *,
        concat_ws('|', vendor_id, geography, currency, geo_basis, year_key) as series_key
    from {{ ref('int_vendors__revenue_figures') }}
    where
        is_figure_of_period
        and source_kind in ('curated', 'sec_inline_facts')
        and first_quarter <= last_quarter
),

steps as (
    select
        series_key,
        first_quarter - 1 as from_end,
        last_quarter as to_end,
        revenue_amount as amount,
        rounding_amount,
        confidence,
        filed_on
    from figures

    union all

    select
        series_key,
        last_quarter as from_end,
        first_quarter - 1 as to_end,
        -revenue_amount as amount,
        rounding_amount,
        confidence,
        filed_on
    from figures
),

missing as (
    select
        series.series_key,
        series.vendor_id,
        series.geography,
        series.currency,
        series.geo_basis,
        series.year_key,
        quarters.fiscal_year,
        quarters.fiscal_quarter,
        quarters.period_start_on,
        quarters.period_end_on,
        series.payload_sha256
    from (
        select
            series_key,
            vendor_id,
            geography,
            currency,
            geo_basis,
            year_key,
            fiscal_year,
            max(payload_sha256) as payload_sha256
        from figures
        group by all
    ) as series
    inner join {{ ref('int_reference__fiscal_quarters') }} as quarters
        on
            series.vendor_id = quarters.vendor_id
            and series.fiscal_year = quarters.fiscal_year
    anti join {{ ref('int_vendors__revenue_figures') }} as stated
        on
            series.vendor_id = stated.vendor_id
            and series.geography = stated.geography
            and series.currency = stated.currency
            and series.geo_basis = stated.geo_basis
            and quarters.fiscal_year = stated.fiscal_year
            and stated.is_figure_of_period
            and quarters.fiscal_quarter = stated.first_quarter
            and quarters.fiscal_quarter = stated.last_quarter
),

chains as (
    select
        missing.*,
        missing.fiscal_quarter - 1 as reached_end,
        [missing.fiscal_quarter - 1] as ends_passed,
        cast(0 as decimal(24, 2)) as amount,
        cast(0 as decimal(24, 2)) as rounding_amount,
        cast(0 as decimal(24, 2)) as coarsest_amount,
        'high' as confidence,
        cast(null as date) as newest_filed_on,
        true as are_all_dated
    from missing

    union all

    select
        chains.* exclude (
            reached_end, ends_passed, amount, rounding_amount, coarsest_amount, confidence, newest_filed_on,
            are_all_dated
        ),
        steps.to_end as reached_end,
        list_append(chains.ends_passed, steps.to_end) as ends_passed,
        cast(chains.amount + steps.amount as decimal(24, 2)) as amount,
        cast(chains.rounding_amount + steps.rounding_amount as decimal(24, 2)) as rounding_amount,
        greatest(chains.coarsest_amount, steps.rounding_amount) as coarsest_amount,
        {{ lower_confidence('chains.confidence', 'steps.confidence') }} as confidence,
        greatest(chains.newest_filed_on, steps.filed_on) as newest_filed_on,
        chains.are_all_dated and steps.filed_on is not null as are_all_dated
    from chains
    inner join steps
        on
            chains.series_key = steps.series_key
            and chains.reached_end = steps.from_end
            and not list_contains(chains.ends_passed, steps.to_end)
    where chains.reached_end <> chains.fiscal_quarter
)

select
    vendor_id,
    geography,
    currency,
    geo_basis,
    year_key,
    fiscal_year,
    fiscal_quarter,
    period_start_on,
    period_end_on,
    amount as revenue_amount,
    cast(rounding_amount + coarsest_amount as decimal(24, 2)) as tolerance_amount,
    confidence,
    case when are_all_dated then newest_filed_on end as filed_on,
    len(ends_passed) - 1 as figure_count,
    payload_sha256
from chains
where
    reached_end = fiscal_quarter
    and amount > 0
qualify row_number() over (
    partition by series_key, fiscal_quarter
    order by len(ends_passed) asc, rounding_amount asc, amount asc, ends_passed asc
) = 1
