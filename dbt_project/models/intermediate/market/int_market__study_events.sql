with spans as (
    select
        security_id,
        min(session_on) as first_bar_on,
        max(session_on) as last_bar_on
    from {{ ref('int_market__bars') }}
    group by security_id
),

listings as (
    select
        securities.security_id,
        securities.vendor_id,
        securities.is_user_data,
        spans.first_bar_on,
        spans.last_bar_on,
        case
            when exchanges.country_code = vendors.headquarters_country then 1
            when exchanges.country_code <> 'US' then 2
            else 3
        end as home_rank
    from {{ ref('int_market__securities') }} as securities
    left join {{ ref('stg_curated__exchanges') }} as exchanges
        on securities.mic = exchanges.mic
    left join {{ ref('int_vendors__vendors') }} as vendors
        on securities.vendor_id = vendors.vendor_id
    left join spans
        on securities.security_id = spans.security_id
    where
        securities.security_kind = 'stock'
        and securities.vendor_id is not null
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
),

-- The listing that stands for a company: of those with bars from a year before the day to it (of all, where none has
-- them) the one at home, then another abroad, depositary shares in the US last; then the longer series.
chosen as (
    select
        dates.event_id,
        dates.day0_kind,
        listings.security_id
    from pairs
    inner join {{ ref('int_market__study_dates') }} as dates
        on pairs.event_id = dates.event_id
    inner join listings
        on pairs.security_id = listings.security_id
    qualify row_number() over (
        partition by dates.event_id, dates.day0_kind, listings.vendor_id
        order by
            coalesce(
                listings.first_bar_on <= dates.first_public_on - 365
                and listings.last_bar_on >= dates.first_public_on,
                false
            ) desc,
            listings.home_rank asc,
            listings.is_user_data asc,
            listings.first_bar_on asc nulls last,
            listings.security_id asc
    ) = 1
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
    securities.listed_on,
    chosen.security_id is not null as is_vendor_listing,
    case when chosen.security_id is not null then 'all' end as all_shares,
    case when chosen.security_id is not null then dates.instrument end as instrument,
    case when chosen.security_id is not null then dates.jurisdiction end as jurisdiction,
    securities.security_id as security
from pairs
inner join {{ ref('int_market__study_dates') }} as dates
    on pairs.event_id = dates.event_id
inner join {{ ref('int_market__securities') }} as securities
    on pairs.security_id = securities.security_id
left join chosen
    on
        dates.event_id = chosen.event_id
        and dates.day0_kind = chosen.day0_kind
        and securities.security_id = chosen.security_id
