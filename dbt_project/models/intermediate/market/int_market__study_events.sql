with at_home as (
    -- Depositary and registry shares in the US of a company whose home listing has bars: groups take the home listing.
    select distinct abroad.security_id
    from {{ ref('int_market__securities') }} as abroad
    inner join {{ ref('stg_curated__exchanges') }} as exchanges
        on abroad.mic = exchanges.mic
    inner join {{ ref('int_vendors__vendors') }} as vendors
        on abroad.vendor_id = vendors.vendor_id
    inner join {{ ref('int_market__securities') }} as home
        on abroad.vendor_id = home.vendor_id
    inner join {{ ref('int_market__bars') }} as bars
        on home.security_id = bars.security_id
    where
        exchanges.calendar_group = 'US'
        and vendors.headquarters_country <> 'US'
        and home.currency <> abroad.currency
),

pairs as (
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
    case when securities.security_kind = 'stock' and at_home.security_id is null then 'all' end as all_shares,
    case
        when securities.security_kind = 'stock' and at_home.security_id is null then dates.instrument
    end as instrument,
    case
        when securities.security_kind = 'stock' and at_home.security_id is null then dates.jurisdiction
    end as jurisdiction,
    securities.security_id as security
from pairs
inner join {{ ref('int_market__study_dates') }} as dates
    on pairs.event_id = dates.event_id
inner join {{ ref('int_market__securities') }} as securities
    on pairs.security_id = securities.security_id
left join at_home
    on securities.security_id = at_home.security_id
