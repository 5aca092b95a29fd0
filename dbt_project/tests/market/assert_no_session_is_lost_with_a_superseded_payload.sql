-- An older payload on another price basis is not used. Where no newer payload covers its sessions they are missing from
-- the series until the symbol is fetched again over the whole range.
{{ config(severity='warn', meta={'check_kind': 'business'}) }}

select
    symbol,
    payload_sha256,
    superseded_reason,
    count(*) as lost_sessions,
    min(session_on) as first_session_on,
    max(session_on) as last_session_on
from {{ ref('int_market__superseded_bars') }}
where
    not is_session_covered
    and superseded_reason <> 'unknown_symbol'
group by symbol, payload_sha256, superseded_reason
