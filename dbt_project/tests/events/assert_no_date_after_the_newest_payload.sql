{{ config(
    severity='error',
    meta={'check_kind': 'future_date', 'table': 'marts.fct_sanction_events', 'column': 'known_from'}
) }}

-- Nothing can have become known after the newest bytes that this build read. Effective dates may lie ahead, knowledge
-- may not. Without an observed payload there is no such day and nothing fails.
with newest as (

    select cast(max(observed_at) as date) as observed_on
    from {{ ref('payloads') }}

)

select
    'event' as kind,
    events.event_id as row_key,
    events.known_from as known_on
from {{ ref('fct_sanction_events') }} as events
inner join newest on events.known_from > newest.observed_on

union all

select
    'listing' as kind,
    listings.listing_id as row_key,
    listings.known_from as known_on
from {{ ref('fct_entity_listings') }} as listings
inner join newest on listings.known_from > newest.observed_on

union all

select
    'evidence' as kind,
    evidence.event_id as row_key,
    evidence.published_on as known_on
from {{ ref('bridge_event_evidence') }} as evidence
inner join newest on evidence.published_on > newest.observed_on
