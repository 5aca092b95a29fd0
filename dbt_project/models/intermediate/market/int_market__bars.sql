with ranked as (
    select
        bars.*,
        row_number() over (
            partition by bars.symbol, bars.session_on
            order by payloads.recency_rank
        ) as bar_rank
    from {{ ref('int_market__served_bars') }} as bars
    inner join {{ ref('int_market__bar_payloads') }} as payloads
        on
            bars.symbol = payloads.symbol
            and bars.payload_sha256 = payloads.payload_sha256
    where payloads.is_same_basis
)

select
    securities.security_id,
    ranked.symbol,
    ranked.session_on,
    ranked.open,
    ranked.high,
    ranked.low,
    ranked.close,
    ranked.volume,
    coalesce(ranked.currency, securities.currency) as currency,
    ranked.dividend,
    ranked.split_numerator,
    ranked.split_denominator,
    ranked.observed_at,
    ranked.payload_sha256,
    ranked.payload_row,
    securities.mic,
    securities.daily_limit_pct
from ranked
inner join {{ ref('int_market__securities') }} as securities
    on ranked.symbol = securities.symbol
where ranked.bar_rank = 1
