{{ config(
    severity='warn',
    meta={'check_kind': 'related_event', 'table': 'marts.bridge_event_relations', 'column': 'related_event_id'}
) }}

-- A correction, an extension or a suspension changes something that is in the ledger.
select
    events.event_id,
    events.action_type,
    events.title
from {{ ref('fct_sanction_events') }} as events
where
    events.action_type in ('correct', 'extend', 'suspend')
    and not exists (
        select 1
        from {{ ref('bridge_event_relations') }} as relations
        where relations.event_id = events.event_id
    )
