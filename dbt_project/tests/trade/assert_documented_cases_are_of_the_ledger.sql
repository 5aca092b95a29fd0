-- A documented case is an act of a court or agency in the ledger: an event that is no enforcement proves nothing about
-- a hub. Correct the event or the row of diversion_cases.csv.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    cases.event_id,
    cases.hub_code,
    events.action_type
from {{ ref('stg_curated__diversion_cases') }} as cases
left join {{ ref('fct_sanction_events') }} as events
    on cases.event_id = events.event_id
where
    events.event_id is null
    or events.action_type <> 'enforce'
    or events.evidence_grade = 'single_press'
