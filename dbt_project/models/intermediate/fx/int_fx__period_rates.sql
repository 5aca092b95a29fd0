with wanted as (
    select
        currency,
        period_start_on,
        period_end_on
    from {{ ref('int_vendors__stated_revenue') }}

    union distinct

    select
        currency,
        period_start_on,
        period_end_on
    from {{ ref('int_trade__flows') }}
),

periods as (
    select
        wanted.currency,
        wanted.period_start_on,
        wanted.period_end_on,
        count(calendar.date_on) as weekday_count
    from wanted
    left join {{ ref('int_reference__calendar') }} as calendar
        on
            calendar.date_on between wanted.period_start_on and wanted.period_end_on
            and not calendar.is_weekend
    where
        wanted.currency is not null
        and wanted.currency <> 'USD'
    group by wanted.currency, wanted.period_start_on, wanted.period_end_on
),

averaged as (
    select
        periods.currency,
        periods.period_start_on,
        periods.period_end_on,
        periods.weekday_count,
        count(rates.units_per_usd) as rate_count,
        sum(rates.units_per_usd) as rate_sum,
        max(case when rates.units_per_usd is not null then rates.rate_on end) as last_rate_on,
        min(rates.payload_sha256) as payload_sha256,
        bool_or(rates.is_user_data) as has_user_rates
    from periods
    left join {{ ref('int_fx__daily') }} as rates
        on
            periods.currency = rates.currency
            and rates.rate_on between periods.period_start_on and periods.period_end_on
            and rates.units_per_usd is not null
    group by periods.currency, periods.period_start_on, periods.period_end_on, periods.weekday_count
)

select
    averaged.currency,
    averaged.period_start_on,
    averaged.period_end_on,
    averaged.payload_sha256,
    coalesce(averaged.has_user_rates, false) as has_user_rates,
    cast(averaged.rate_count as integer) as rate_count,
    cast(averaged.weekday_count as integer) as weekday_count,
    case
        when averaged.weekday_count > 0 and averaged.rate_count >= 0.9 * averaged.weekday_count
            then cast(round(cast(averaged.rate_sum as double) / averaged.rate_count, 6) as decimal(18, 6))
    end as average_units_per_usd,
    case
        when date_diff('day', averaged.last_rate_on, averaged.period_end_on) <= 7
            then last_rates.units_per_usd
    end as end_units_per_usd,
    case
        when date_diff('day', averaged.last_rate_on, averaged.period_end_on) <= 7
            then averaged.last_rate_on
    end as end_rate_on
from averaged
left join {{ ref('int_fx__daily') }} as last_rates
    on
        averaged.currency = last_rates.currency
        and averaged.last_rate_on = last_rates.rate_on
