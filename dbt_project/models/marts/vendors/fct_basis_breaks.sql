-- Periods of which a company's revenue of a geography is stated on two bases, and years in which the preferred basis is
-- another than the year before.
with figures as (
    select *
    from {{ ref('int_vendors__revenue') }}
    where
        is_figure_of_period
        and geography <> 'total'
),

preferred as (
    select
        vendor_id,
        geography,
        currency,
        geo_basis,
        year_key,
        min(period_start_on) as first_period_start_on
    from figures
    where is_preferred
    group by all
),

changes as (
    select
        vendor_id,
        geography,
        currency,
        geo_basis as later_basis,
        first_period_start_on as break_on,
        lag(geo_basis) over (
            partition by vendor_id, geography, currency
            order by first_period_start_on
        ) as earlier_basis
    from preferred
),

breaks as (
    select *
    from changes
    where earlier_basis <> later_basis
),

pairs as (
    select
        breaks.vendor_id,
        breaks.geography,
        breaks.currency,
        breaks.break_on,
        breaks.earlier_basis,
        breaks.later_basis,
        earlier.period_start_on,
        earlier.period_end_on,
        earlier.period_kind,
        earlier.revenue_amount as earlier_amount,
        later.revenue_amount as later_amount,
        later.payload_sha256,
        later.confidence as later_confidence,
        earlier.confidence as earlier_confidence
    from breaks
    inner join figures as earlier
        on
            breaks.vendor_id = earlier.vendor_id
            and breaks.geography = earlier.geography
            and breaks.currency = earlier.currency
            and breaks.earlier_basis = earlier.geo_basis
    inner join figures as later
        on
            breaks.vendor_id = later.vendor_id
            and breaks.geography = later.geography
            and breaks.currency = later.currency
            and breaks.later_basis = later.geo_basis
            and earlier.period_start_on = later.period_start_on
            and earlier.period_end_on = later.period_end_on
),

lone_breaks as (
    select
        breaks.*,
        figures.payload_sha256,
        figures.confidence
    from breaks
    inner join figures
        on
            breaks.vendor_id = figures.vendor_id
            and breaks.geography = figures.geography
            and breaks.currency = figures.currency
            and breaks.later_basis = figures.geo_basis
            and breaks.break_on = figures.period_start_on
            and figures.is_preferred
    anti join pairs
        on
            breaks.vendor_id = pairs.vendor_id
            and breaks.geography = pairs.geography
            and breaks.currency = pairs.currency
            and breaks.break_on = pairs.break_on
    qualify row_number() over (
        partition by breaks.vendor_id, breaks.geography, breaks.currency, breaks.break_on
        order by figures.period_end_on
    ) = 1
),

together as (
    select
        vendor_id,
        geography,
        currency,
        break_on,
        earlier_basis,
        later_basis,
        period_start_on,
        period_end_on,
        period_kind,
        earlier_amount,
        later_amount,
        payload_sha256,
        {{ lower_confidence('earlier_confidence', 'later_confidence') }} as confidence
    from pairs

    union all by name

    select
        vendor_id,
        geography,
        currency,
        break_on,
        earlier_basis,
        later_basis,
        payload_sha256,
        confidence
    from lone_breaks
)

select
    concat_ws(
        '|',
        vendor_id,
        geography,
        currency,
        earlier_basis,
        later_basis,
        break_on,
        coalesce(cast(period_start_on as varchar) || '|' || cast(period_end_on as varchar), 'no-overlap')
    ) as basis_break_id,
    vendor_id,
    geography,
    currency,
    break_on,
    earlier_basis,
    later_basis,
    period_start_on,
    period_end_on,
    period_kind,
    earlier_amount,
    later_amount,
    cast(
        round(cast(later_amount as double) / nullif(cast(earlier_amount as double), 0), 4) as decimal(12, 4)
    ) as later_over_earlier,
    confidence,
    payload_sha256
from together
