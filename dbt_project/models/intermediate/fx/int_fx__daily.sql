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
)

select
    currency,
    series_id,
    observation_on as rate_on,
    observed_at,
    payload_sha256,
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
