with ranked as (
    select
        bars.*,
        row_number() over (
            partition by bars.symbol, bars.session_on
            order by payloads.preference, payloads.recency_rank
        ) as bar_rank
    from {{ ref('int_market__served_bars') }} as bars
    inner join {{ ref('int_market__bar_payloads') }} as payloads
        on
            bars.symbol = payloads.symbol
            and bars.payload_sha256 = payloads.payload_sha256
    where
        payloads.is_same_basis
        and bars.set_aside_reason is null
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
    ranked.currency,
    case when not ranked.is_dividend_implausible then ranked.dividend end as dividend,
    case when not ranked.is_dividend_implausible then ranked.dividend_currency end as dividend_currency,
    ranked.is_dividend_implausible,
    ranked.capital_gain,
    splits.split_ratio,
    ranked.source,
    ranked.price_basis,
    ranked.is_adjusted_here,
    ranked.observed_at,
    ranked.payload_sha256,
    ranked.payload_row,
    securities.mic,
    securities.daily_limit_pct
from ranked
inner join {{ ref('int_market__securities') }} as securities
    on ranked.symbol = securities.symbol
left join {{ ref('int_market__splits') }} as splits
    on
        ranked.symbol = splits.symbol
        and ranked.session_on = splits.split_on
where ranked.bar_rank = 1
