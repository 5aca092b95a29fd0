-- No bar is newer than its payload: a payload observed before the earliest close of a session cannot know its close.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    bars.security_id,
    bars.session_on,
    payloads.observed_at,
    bars.payload_sha256
from {{ ref('fct_stock_daily') }} as bars
inner join {{ ref('stg_meta__payloads') }} as payloads
    on bars.payload_sha256 = payloads.payload_sha256
inner join {{ ref('stg_curated__securities') }} as securities
    on bars.security_id = securities.security_id
inner join {{ ref('stg_curated__exchanges') }} as exchanges
    on securities.mic = exchanges.mic
where payloads.observed_at < timezone(exchanges.time_zone, bars.session_on + exchanges.earliest_close_local)
