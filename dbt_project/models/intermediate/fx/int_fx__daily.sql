with ranked as (
    select
        named.currency,
        named.quotation,
        series.series_id,
        series.observation_on,
        series.value,
        series.observed_at,
        series.payload_sha256,
        row_number() over (
            partition by series.series_id, series.observation_on
            order by series.observed_at desc nulls last, series.payload_sha256 asc
        ) as vintage_rank
    from {{ ref('stg_fred__series') }} as series
    inner join {{ ref('stg_curated__fx_series') }} as named
        on series.series_id = named.series_id
),

quoted as (
    select
        currency,
        series_id,
        observation_on as rate_on,
        observed_at,
        payload_sha256,
        false as is_user_data,
        case
            when value is null or value <= 0 then null
            when quotation = 'units_per_usd' then cast(value as decimal(18, 6))
            else cast(round(1 / cast(value as double), 6) as decimal(18, 6))
        end as units_per_usd,
        case
            when value is null or value <= 0 then null
            when quotation = 'usd_per_unit' then cast(value as decimal(18, 8))
            else cast(round(1 / cast(value as double), 8) as decimal(18, 8))
        end as usd_per_unit
    from ranked
    where vintage_rank = 1
),

-- The user's own rates stand only where the series have none.
own as (
    select
        rates.currency,
        'user' as series_id,
        rates.rate_on,
        cast(null as timestamp with time zone) as observed_at,
        rates.payload_sha256,
        true as is_user_data,
        rates.units_per_usd,
        cast(round(1 / cast(rates.units_per_usd as double), 8) as decimal(18, 8)) as usd_per_unit
    from {{ ref('stg_overlay__rates') }} as rates
    left join quoted
        on
            rates.currency = quoted.currency
            and rates.rate_on = quoted.rate_on
            and quoted.units_per_usd is not null
    where quoted.currency is null
)

select quoted.*
from quoted
left join own
    on
        quoted.currency = own.currency
        and quoted.rate_on = own.rate_on
where own.currency is null

union all by name

select *
from own
