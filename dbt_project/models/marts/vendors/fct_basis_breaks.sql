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

-- Periods that two bases state.
shared_periods as (
    select
        earlier.vendor_id,
        earlier.geography,
        earlier.currency,
        earlier.geo_basis as earlier_basis,
        later.geo_basis as later_basis,
        earlier.period_start_on,
        earlier.period_end_on,
        earlier.period_kind,
        earlier.revenue_amount as earlier_amount,
        later.revenue_amount as later_amount,
        later.payload_sha256,
        {{ lower_confidence('earlier.confidence', 'later.confidence') }} as confidence
    from figures as earlier
    inner join figures as later
        on
            earlier.vendor_id = later.vendor_id
            and earlier.geography = later.geography
            and earlier.currency = later.currency
            and earlier.period_start_on = later.period_start_on
            and earlier.period_end_on = later.period_end_on
            and earlier.geo_basis <> later.geo_basis
),

-- The first figure on the later basis, which stands for a change without a common period.
firsts as (
    select *
    from figures
    where is_preferred
    qualify
        row_number() over (
            partition by vendor_id, geography, currency, geo_basis, period_start_on order by period_end_on
        ) = 1
),

together as (
    select
        breaks.*,
        shared_periods.period_start_on,
        shared_periods.period_end_on,
        shared_periods.period_kind,
        shared_periods.earlier_amount,
        shared_periods.later_amount,
        coalesce(shared_periods.payload_sha256, firsts.payload_sha256) as payload_sha256,
        coalesce(shared_periods.confidence, firsts.confidence) as confidence
    from breaks
    left join shared_periods
        on
            breaks.vendor_id = shared_periods.vendor_id
            and breaks.geography = shared_periods.geography
            and breaks.currency = shared_periods.currency
            and breaks.earlier_basis = shared_periods.earlier_basis
            and breaks.later_basis = shared_periods.later_basis
    left join firsts
        on
            breaks.vendor_id = firsts.vendor_id
            and breaks.geography = firsts.geography
            and breaks.currency = firsts.currency
            and breaks.later_basis = firsts.geo_basis
            and breaks.break_on = firsts.period_start_on
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
