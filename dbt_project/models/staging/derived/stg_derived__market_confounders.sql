{{ config(tags=['after_event_study']) }}

select
    confounder_id,
    security_id,
    kind,
    session_on
from {{ source('derived', 'market_confounders') }}
