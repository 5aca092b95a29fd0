with pairs as (
    select
        linked.event_id,
        securities.security_id
    from {{ ref('int_events__action_vendors') }} as linked
    inner join {{ ref('int_market__securities') }} as securities
        on linked.vendor_id = securities.vendor_id

    union

    select
        dates.event_id,
        securities.security_id
    from {{ ref('int_market__study_dates') }} as dates
    cross join {{ ref('int_market__securities') }} as securities
    where
        securities.security_kind = 'etf'
        and securities.security_id not in (
            select further.benchmark_security_id from {{ ref('stg_curated__further_benchmarks') }} as further
        )
)

select
    dates.event_id,
    securities.security_id,
    securities.vendor_id as issuer_id,
    securities.mic,
    dates.day0_kind,
    dates.is_default,
    dates.direction,
    dates.first_public_at,
    dates.first_public_on,
    dates.first_public_zone,
    dates.first_public_session,
    cast(securities.daily_limit_pct as double) as daily_limit_pct,
    case when securities.security_kind = 'stock' then 'all' end as all_shares,
    case when securities.security_kind = 'stock' then dates.instrument end as instrument,
    case when securities.security_kind = 'stock' then dates.jurisdiction end as jurisdiction,
    securities.security_id as security
from pairs
inner join {{ ref('int_market__study_dates') }} as dates
    on pairs.event_id = dates.event_id
inner join {{ ref('int_market__securities') }} as securities
    on pairs.security_id = securities.security_id
