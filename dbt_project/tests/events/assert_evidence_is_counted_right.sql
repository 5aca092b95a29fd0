{{ config(
    severity='error',
    meta={'check_kind': 'count', 'table': 'marts.fct_sanction_events', 'column': 'evidence_count'}
) }}

-- Evidence and independent newsrooms of an event are counted from its evidence.
with given as (
    select
        event_id,
        count(*) as evidence_count,
        count(distinct newsroom) as newsroom_count
    from {{ ref('bridge_event_evidence') }}
    group by event_id
)

select
    events.event_id,
    events.evidence_count,
    given.evidence_count as evidence_found,
    events.newsroom_count,
    given.newsroom_count as newsrooms_found
from {{ ref('fct_sanction_events') }} as events
left join given on events.event_id = given.event_id
where
    events.evidence_count is distinct from coalesce(given.evidence_count, 0)
    or events.newsroom_count is distinct from coalesce(given.newsroom_count, 0)
