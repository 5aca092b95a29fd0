-- The days a core action can be studied on: the official one, and that of an earlier report of it. One is the default;
-- none is where the day is a guess.
with events as (
    select
        event_id,
        direction,
        instrument,
        jurisdiction,
        first_public_at,
        first_public_on,
        first_public_zone,
        first_public_session,
        day0_grade
    from {{ ref('int_events__dated') }}
    where
        scope = 'core'
        and stage is distinct from 'scheduled'
        and first_public_on is not null
),

official as (
    select
        events.event_id,
        'official' as day0_kind,
        events.direction,
        events.instrument,
        events.jurisdiction,
        case when leaks.official_on is null then events.first_public_at end as first_public_at,
        coalesce(leaks.official_on, events.first_public_on) as first_public_on,
        coalesce(leaks.official_zone, events.first_public_zone) as first_public_zone,
        coalesce(leaks.official_session, events.first_public_session) as first_public_session,
        events.day0_grade <> 'guessed' and not coalesce(leaks.is_credible, false) as is_default
    from events
    left join {{ ref('stg_curated__event_leaks') }} as leaks on events.event_id = leaks.event_id
),

reported as (
    select
        events.event_id,
        'first_report' as day0_kind,
        events.direction,
        events.instrument,
        events.jurisdiction,
        leaks.leak_at as first_public_at,
        leaks.leak_on as first_public_on,
        leaks.leak_zone as first_public_zone,
        leaks.leak_session as first_public_session,
        leaks.is_credible as is_default
    from events
    inner join {{ ref('stg_curated__event_leaks') }} as leaks on events.event_id = leaks.event_id
)

select * from official
union all
select * from reported
