with candidates as (
    select
        *,
        regexp_full_match(form, '(10-K|10-KT|10-Q|10-QT|20-F|40-F)(/A)?') as is_periodic_report,
        cast(value as double) * 365 / period_days as annual_value
    from {{ ref('int_vendors__sec_revenue_candidates') }}
),

plausible as (
    select distinct
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        annual_value
    from candidates
    where
        is_periodic_report
        and value > 0
        and value < {{ var('largest_revenue', '1e14') }}
        and (currency not in ('USD', 'EUR') or value <= {{ var('largest_dollar_revenue', '7e11') }})
),

periods as (
    select distinct
        vendor_id,
        currency,
        period_start_on,
        period_end_on
    from candidates
),

history as (
    select
        periods.vendor_id,
        periods.currency,
        periods.period_start_on,
        periods.period_end_on,
        median(others.annual_value) as usual_annual_value,
        count(distinct hash(others.period_start_on, others.period_end_on)) as other_periods
    from periods
    inner join plausible as others
        on
            periods.vendor_id = others.vendor_id
            and periods.currency = others.currency
            and abs(date_diff('day', periods.period_end_on, others.period_end_on)) <= 800
            and (periods.period_start_on <> others.period_start_on or periods.period_end_on <> others.period_end_on)
    group by periods.vendor_id, periods.currency, periods.period_start_on, periods.period_end_on
),

compared as (
    select
        candidates.*,
        history.usual_annual_value,
        candidates.annual_value < history.usual_annual_value / 100
        or (history.other_periods >= 2 and candidates.annual_value > 100 * history.usual_annual_value)
            as contradicts_history,
        length(rtrim(cast(cast(candidates.value as hugeint) as varchar), '0')) as digits
    from candidates
    left join history
        on
            candidates.vendor_id = history.vendor_id
            and candidates.currency = history.currency
            and candidates.period_start_on = history.period_start_on
            and candidates.period_end_on = history.period_end_on
),

largest as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        max(value) as largest_value
    from compared
    where
        is_periodic_report
        and value > 0
        and value < {{ var('largest_revenue', '1e14') }}
        and (currency not in ('USD', 'EUR') or value <= {{ var('largest_dollar_revenue', '7e11') }})
        and contradicts_history is not true
    group by vendor_id, currency, period_start_on, period_end_on
),

-- One filing states a figure twice, once rounded in its text: the figure with fewer digits is a copy.
rounded as (
    select distinct
        compared.vendor_id,
        compared.currency,
        compared.period_start_on,
        compared.period_end_on,
        compared.accession_number,
        compared.value
    from compared
    inner join compared as exact
        on
            compared.vendor_id = exact.vendor_id
            and compared.currency = exact.currency
            and compared.period_start_on = exact.period_start_on
            and compared.period_end_on = exact.period_end_on
            and compared.accession_number = exact.accession_number
            and compared.digits < exact.digits
            and abs(compared.value - exact.value) < 0.01 * exact.value
),

-- The same amount for two periods that end together is that of one of them: of the other one it is told wrongly, and
-- that is the one whose rate a year is further from what the company usually has.
repeated as (
    select distinct
        compared.vendor_id,
        compared.currency,
        compared.period_start_on,
        compared.period_end_on,
        compared.value
    from compared
    inner join compared as other
        on
            compared.vendor_id = other.vendor_id
            and compared.currency = other.currency
            and compared.period_end_on = other.period_end_on
            and compared.value = other.value
            and greatest(compared.period_days, other.period_days)
            > 1.2 * least(compared.period_days, other.period_days)
    where
        compared.value > 0
        and compared.is_periodic_report
        and other.is_periodic_report
        and abs(ln(compared.annual_value / compared.usual_annual_value))
        > abs(ln(other.annual_value / other.usual_annual_value))
),

-- A foreign company translates its newest year into dollars: of a period that one filing states in two currencies
-- the one counts that more of its periods are stated in.
currencies as (
    select
        vendor_id,
        currency,
        count(distinct hash(period_start_on, period_end_on)) as period_count
    from candidates
    where is_periodic_report
    group by vendor_id, currency
),

translated as (
    select distinct
        candidates.vendor_id,
        candidates.currency,
        candidates.period_start_on,
        candidates.period_end_on,
        candidates.accession_number
    from candidates
    inner join candidates as others
        on
            candidates.vendor_id = others.vendor_id
            and candidates.period_start_on = others.period_start_on
            and candidates.period_end_on = others.period_end_on
            and candidates.accession_number = others.accession_number
            and candidates.currency <> others.currency
    inner join currencies
        on
            candidates.vendor_id = currencies.vendor_id
            and candidates.currency = currencies.currency
    inner join currencies as other_currencies
        on
            others.vendor_id = other_currencies.vendor_id
            and others.currency = other_currencies.currency
    where currencies.period_count < other_currencies.period_count
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
),

judged as (
    select
        candidates.vendor_id,
        candidates.cik,
        candidates.concept,
        candidates.tag_rank,
        candidates.currency,
        candidates.period_start_on,
        candidates.period_end_on,
        candidates.period_kind,
        candidates.period_days,
        candidates.value,
        candidates.accession_number,
        candidates.form,
        candidates.filed_on,
        candidates.payload_sha256,
        candidates.payload_row,
        candidates.is_periodic_report,
        candidates.annual_value,
        candidates.usual_annual_value,
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
            when candidates.contradicts_history then 'scale_contradicts_history'
            when candidates.value < largest.largest_value / 100 then 'scale_contradicts_history'
            when rounded.value is not null then 'rounded_copy'
            when repeated.value is not null then 'repeats_another_period'
            when 1.005 * candidates.value < geography_sums.geographies_amount then 'below_its_geographies'
            when translated.currency is not null then 'translated_for_convenience'
            when fit.fits = false and not fit.is_calendar_contradicted then 'outside_the_fiscal_calendar'
            when
                candidates.value > 0 and candidates.value < {{ var('smallest_revenue', '1e6') }}
                then 'implausible_amount'
        end as set_aside_reason
    from compared as candidates
    left join largest
        on
            candidates.vendor_id = largest.vendor_id
            and candidates.currency = largest.currency
            and candidates.period_start_on = largest.period_start_on
            and candidates.period_end_on = largest.period_end_on
    left join rounded
        on
            candidates.vendor_id = rounded.vendor_id
            and candidates.currency = rounded.currency
            and candidates.period_start_on = rounded.period_start_on
            and candidates.period_end_on = rounded.period_end_on
            and candidates.accession_number = rounded.accession_number
            and candidates.value = rounded.value
    left join repeated
        on
            candidates.vendor_id = repeated.vendor_id
            and candidates.currency = repeated.currency
            and candidates.period_start_on = repeated.period_start_on
            and candidates.period_end_on = repeated.period_end_on
            and candidates.value = repeated.value
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
    left join translated
        on
            candidates.vendor_id = translated.vendor_id
            and candidates.currency = translated.currency
            and candidates.period_start_on = translated.period_start_on
            and candidates.period_end_on = translated.period_end_on
            and candidates.accession_number = translated.accession_number
),

-- Two amounts that one filing gives for one concept and period: the one holds that the newest other filing repeats.
stated as (
    select distinct
        vendor_id,
        concept,
        currency,
        period_start_on,
        period_end_on,
        accession_number,
        filed_on,
        value,
        min(value) over of_filing < max(value) over of_filing as is_contradicted
    from judged
    where set_aside_reason is null
    window
        of_filing as (
            partition by vendor_id, concept, currency, period_start_on, period_end_on, accession_number
        )
),

confirmed as (
    select
        stated.vendor_id,
        stated.concept,
        stated.currency,
        stated.period_start_on,
        stated.period_end_on,
        stated.accession_number,
        stated.value,
        max(others.filed_on) as confirmed_on
    from stated
    left join stated as others
        on
            stated.vendor_id = others.vendor_id
            and stated.concept = others.concept
            and stated.currency = others.currency
            and stated.period_start_on = others.period_start_on
            and stated.period_end_on = others.period_end_on
            and stated.value = others.value
            and stated.accession_number <> others.accession_number
    where stated.is_contradicted
    group by
        stated.vendor_id, stated.concept, stated.currency, stated.period_start_on, stated.period_end_on,
        stated.accession_number, stated.value
),

contradictions as (
    select *
    from confirmed
    qualify
        confirmed_on is null
        or confirmed_on
        < max(confirmed_on)
            over (
                partition by vendor_id, concept, currency, period_start_on, period_end_on, accession_number
            )
        or count(*) over (
            partition by vendor_id, concept, currency, period_start_on, period_end_on, accession_number, confirmed_on
        ) > 1
)

select
    judged.* exclude (set_aside_reason),
    coalesce(
        judged.set_aside_reason,
        case when contradictions.value is not null then 'contradicts_its_own_filing' end
    ) as set_aside_reason
from judged
left join contradictions
    on
        judged.vendor_id = contradictions.vendor_id
        and judged.concept = contradictions.concept
        and judged.currency = contradictions.currency
        and judged.period_start_on = contradictions.period_start_on
        and judged.period_end_on = contradictions.period_end_on
        and judged.accession_number = contradictions.accession_number
        and judged.value = contradictions.value
