-- A payload on another price basis, out of step with its series or only partly adjusted for a split is not used. Where
-- no other payload covers its sessions the series ends with its last good state until the symbol is fetched again.
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
    and superseded_reason not in ('unknown_symbol', 'exchange_closed', 'session_unfinished')
group by symbol, payload_sha256, superseded_reason
