with events as (
    select
        event_id,
        scope,
        first_public_at,
        first_public_on,
        first_public_zone,
        first_public_session
    from {{ ref('int_events__dated') }}
    where
        scope = 'core'
        and stage is distinct from 'scheduled'
        and first_public_on is not null
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
        events.event_id,
        securities.security_id
    from events
    cross join {{ ref('int_market__securities') }} as securities
    where securities.security_kind = 'etf'
)

select
    events.event_id,
    securities.security_id,
    securities.benchmark_security_id,
    securities.mic,
    events.first_public_at,
    events.first_public_on,
    events.first_public_zone,
    events.first_public_session,
    cast(securities.daily_limit_pct as double) as daily_limit_pct
from pairs
inner join events
    on pairs.event_id = events.event_id
inner join {{ ref('int_market__securities') }} as securities
    on pairs.security_id = securities.security_id
