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
),

chosen as (
    select
        *,
        lag(payload_sha256) over by_session as prior_payload_sha256,
        lag(session_on) over by_session as prior_session_on
    from ranked
    where bar_rank = 1
    window by_session as (partition by symbol order by session_on)
),

unclear as (
    select distinct
        chosen.symbol,
        chosen.session_on
    from chosen
    inner join {{ ref('int_market__payload_splits') }} as splits
        on
            chosen.symbol = splits.symbol
            and chosen.prior_payload_sha256 = splits.payload_sha256
            and chosen.prior_session_on < splits.split_on
            and chosen.session_on >= splits.split_on
    where splits.verdict = 'unclear'
)

select
    securities.security_id,
    chosen.symbol,
    chosen.session_on,
    chosen.open,
    chosen.high,
    chosen.low,
    chosen.close,
    chosen.volume,
    chosen.currency,
    case when not chosen.is_dividend_implausible then chosen.dividend end as dividend,
    case when not chosen.is_dividend_implausible then chosen.dividend_currency end as dividend_currency,
    chosen.is_dividend_implausible,
    chosen.capital_gain,
    splits.split_ratio,
    unclear.symbol is not null as is_split_unclear,
    chosen.source,
    chosen.price_basis,
    chosen.is_adjusted_here,
    chosen.observed_at,
    chosen.payload_sha256,
    chosen.payload_row,
    securities.mic,
    securities.daily_limit_pct,
    securities.listed_on
from chosen
inner join {{ ref('int_market__securities') }} as securities
    on chosen.symbol = securities.symbol
left join {{ ref('int_market__splits') }} as splits
    on
        chosen.symbol = splits.symbol
        and chosen.session_on = splits.split_on
left join unclear
    on
        chosen.symbol = unclear.symbol
        and chosen.session_on = unclear.session_on
