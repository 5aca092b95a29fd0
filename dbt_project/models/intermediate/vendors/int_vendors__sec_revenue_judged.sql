with candidates as (
    select
        *,
        regexp_full_match(form, '(10-K|10-KT|10-Q|10-QT|20-F|40-F)(/A)?') as is_periodic_report,
        cast(value as double) * 365 / period_days as annual_value
    from {{ ref('int_vendors__sec_revenue_candidates') }}
),

periods as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        max(value) as largest_value,
        max(annual_value) as annual_value
    from candidates
    where
        is_periodic_report
        and value > 0
        and value < {{ var('largest_revenue', '1e14') }}
    group by vendor_id, currency, period_start_on, period_end_on
),

history as (
    select
        periods.vendor_id,
        periods.currency,
        periods.period_start_on,
        periods.period_end_on,
        median(others.annual_value) as usual_annual_value,
        count(*) as other_periods
    from periods
    inner join periods as others
        on
            periods.vendor_id = others.vendor_id
            and periods.currency = others.currency
            and abs(date_diff('day', periods.period_end_on, others.period_end_on)) <= 800
            and (periods.period_start_on <> others.period_start_on or periods.period_end_on <> others.period_end_on)
    group by periods.vendor_id, periods.currency, periods.period_start_on, periods.period_end_on
),

geographies as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        geo_basis,
        geography,
        min(revenue_amount) as revenue_amount
    from {{ ref('stg_curated__vendor_revenue_facts') }}
    where geography <> 'total'
    group by vendor_id, currency, period_start_on, period_end_on, geo_basis, geography
),

geography_sums as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        sum(revenue_amount) as geographies_amount
    from geographies
    group by vendor_id, currency, period_start_on, period_end_on, geo_basis
    qualify row_number() over (
        partition by vendor_id, currency, period_start_on, period_end_on
        order by geographies_amount desc
    ) = 1
)

select
    candidates.*,
    case
        when not candidates.is_periodic_report then 'not_a_periodic_report'
        when candidates.value < 0 then 'negative_revenue'
        when
            candidates.value >= {{ var('largest_revenue', '1e14') }}
            or (
                candidates.currency in ('USD', 'EUR')
                and candidates.value > {{ var('largest_dollar_revenue', '7e11') }}
            )
            then 'implausible_amount'
        when
            candidates.annual_value < history.usual_annual_value / 100
            or (history.other_periods >= 2 and candidates.annual_value > 100 * history.usual_annual_value)
            then 'scale_contradicts_history'
        when candidates.value < periods.largest_value / 100 then 'scale_contradicts_history'
        when 1.005 * candidates.value < geography_sums.geographies_amount then 'below_its_geographies'
        when fit.fits = false and not fit.is_calendar_contradicted then 'outside_the_fiscal_calendar'
        when candidates.value > 0 and candidates.value < {{ var('smallest_revenue', '1e6') }} then 'implausible_amount'
    end as set_aside_reason
from candidates
left join periods
    on
        candidates.vendor_id = periods.vendor_id
        and candidates.currency = periods.currency
        and candidates.period_start_on = periods.period_start_on
        and candidates.period_end_on = periods.period_end_on
left join history
    on
        candidates.vendor_id = history.vendor_id
        and candidates.currency = history.currency
        and candidates.period_start_on = history.period_start_on
        and candidates.period_end_on = history.period_end_on
left join geography_sums
    on
        candidates.vendor_id = geography_sums.vendor_id
        and candidates.currency = geography_sums.currency
        and candidates.period_start_on = geography_sums.period_start_on
        and candidates.period_end_on = geography_sums.period_end_on
left join {{ ref('int_vendors__fiscal_fit') }} as fit
    on
        candidates.vendor_id = fit.vendor_id
        and candidates.period_start_on = fit.period_start_on
        and candidates.period_end_on = fit.period_end_on
