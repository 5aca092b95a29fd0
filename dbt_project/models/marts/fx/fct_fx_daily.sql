with rates as (
    select * from {{ ref('int_fx__daily') }}
),

bounds as (
    select
        currency,
        min(series_id) as series_id,
        min(rate_on) as first_on,
        max(rate_on) as last_on,
        min(payload_sha256) as payload_sha256
    from rates
    group by currency
),

quoted_days as (
    select
        rate_on,
        count(units_per_usd) as quoted_count
    from rates
    group by rate_on
),

absent_days as (
    select
        bounds.currency,
        calendar.date_on as rate_on,
        bounds.series_id,
        bounds.payload_sha256
    from bounds
    inner join {{ ref('dim_date') }} as calendar
        on
            calendar.date_on between bounds.first_on and bounds.last_on
            and not calendar.is_weekend
    left join rates
        on
            bounds.currency = rates.currency
            and calendar.date_on = rates.rate_on
    where rates.rate_on is null
)

select
    rates.currency,
    rates.rate_on,
    rates.units_per_usd,
    rates.usd_per_unit,
    rates.series_id,
    rates.units_per_usd is not null as has_rate,
    case
        when rates.units_per_usd is not null then null
        when quoted_days.quoted_count = 0 then 'release_without_rates'
        else 'series_without_rate'
    end as gap_reason,
    rates.is_user_data,
    rates.payload_sha256
from rates
inner join quoted_days
    on rates.rate_on = quoted_days.rate_on

union all

select
    currency,
    rate_on,
    cast(null as decimal(18, 6)) as units_per_usd,
    cast(null as decimal(18, 8)) as usd_per_unit,
    series_id,
    false as has_rate,
    'absent_from_payload' as gap_reason,
    false as is_user_data,
    payload_sha256
from absent_days
