with bars as (
    select
        security_id,
        min(session_on) as first_bar_on,
        max(session_on) as last_bar_on,
        cast(count(*) as bigint) as bar_count
    from {{ ref('int_market__bars') }}
    group by security_id
)

select
    securities.security_id,
    securities.symbol,
    securities.vendor_id,
    securities.security_kind,
    securities.security_name,
    securities.mic,
    exchanges.exchange_name,
    exchanges.time_zone,
    securities.currency,
    securities.benchmark_security_id,
    securities.benchmark_note,
    securities.daily_limit_pct,
    securities.listed_on,
    bars.first_bar_on,
    bars.last_bar_on,
    coalesce(bars.bar_count, 0) as bar_count,
    securities.source,
    securities.confidence,
    securities.is_user_data,
    securities.payload_sha256
from {{ ref('int_market__securities') }} as securities
left join {{ ref('stg_curated__exchanges') }} as exchanges
    on securities.mic = exchanges.mic
left join bars
    on securities.security_id = bars.security_id
