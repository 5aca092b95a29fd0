-- Which earlier event an event corrects, extends, suspends, revokes or otherwise changes: through the document that its
-- document corrects, and through the measure and clause of which both take a step.
with events as (

    select
        event_id,
        action_type,
        document_number,
        known_from,
        payload_sha256
    from {{ ref('fct_sanction_events') }}

),

corrections as (

    select
        events.event_id,
        corrected.event_id as related_event_id,
        'corrects' as relation,
        cast(null as varchar) as measure_id,
        cast(null as varchar) as clause,
        'document_' || documents.basis as basis,
        events.payload_sha256
    from events
    inner join {{ ref('int_events__corrections') }} as documents on events.document_number = documents.document_number
    inner join events as corrected on documents.corrected_document_number = corrected.document_number

),

links as (

    select
        steps.event_id,
        steps.measure_id,
        min(steps.clause) as clause,
        events.action_type,
        events.known_from,
        events.payload_sha256
    from {{ ref('bridge_event_measures') }} as steps
    inner join events on steps.event_id = events.event_id
    group by steps.event_id, steps.measure_id, events.action_type, events.known_from, events.payload_sha256

),

by_measure as (

    select
        links.event_id,
        earlier.event_id as related_event_id,
        links.action_type,
        links.measure_id,
        links.clause,
        links.payload_sha256,
        row_number() over (
            partition by links.event_id, links.measure_id order by earlier.known_from desc, earlier.event_id desc
        ) as newest_first
    from links
    inner join links as earlier
        on links.measure_id = earlier.measure_id and links.known_from > earlier.known_from
    where
        links.action_type in (
            'amend',
            'correct',
            'suspend',
            'extend',
            'expire',
            'revoke',
            'delist',
            'withdraw',
            'enforce',
            'license',
            'decide'
        )

),

all_relations as (

    select * from corrections
    union all
    select
        event_id,
        related_event_id,
        case action_type
            when 'correct' then 'corrects'
            when 'suspend' then 'suspends'
            when 'extend' then 'extends'
            when 'expire' then 'ends'
            when 'revoke' then 'revokes'
            when 'delist' then 'removes_from'
            when 'withdraw' then 'withdraws'
            else 'changes'
        end as relation,
        measure_id,
        clause,
        'measure_step' as basis,
        payload_sha256
    from by_measure
    where newest_first = 1

)

select
    event_id || '>' || related_event_id || '>' || coalesce(measure_id, 'document') as relation_id,
    event_id,
    related_event_id,
    relation,
    measure_id,
    clause,
    basis,
    payload_sha256
from all_relations
