with factors as (
    select
        bars.payload_sha256,
        bars.symbol,
        bars.session_on,
        product(case splits.verdict when 'unadjusted' then splits.split_ratio else 1 / splits.split_ratio end)
            as split_factor
    from {{ ref('int_market__source_bars') }} as bars
    inner join {{ ref('int_market__payload_splits') }} as splits
        on
            bars.payload_sha256 = splits.payload_sha256
            and bars.symbol = splits.symbol
            and bars.session_on < splits.effective_on
    where splits.verdict in ('unadjusted', 'adjusted_twice')
    group by bars.payload_sha256, bars.symbol, bars.session_on
),

refused as (
    select distinct
        payload_sha256,
        symbol
    from {{ ref('int_market__payload_splits') }}
    where verdict = 'partly_adjusted'
),

adjusted as (
    select
        bars.source,
        bars.preference,
        bars.price_basis = 'as_traded' as is_as_traded,
        case when bars.price_basis = 'as_traded' then 'split_adjusted' else bars.price_basis end as price_basis,
        bars.payload_sha256,
        bars.payload_row,
        bars.symbol,
        bars.session_on,
        {% for price in ['open', 'high', 'low', 'close', 'dividend', 'capital_gain'] -%}
            case
                when factors.split_factor is null then bars.{{ price }}
                else cast(round(cast(bars.{{ price }} as double) / factors.split_factor, 6) as decimal(18, 6))
            end as {{ price }},
        {% endfor -%}
        case
            when factors.split_factor is null then bars.volume
            else cast(round(cast(bars.volume as double) * factors.split_factor) as bigint)
        end as volume,
        bars.currency,
        bars.dividend_currency,
        bars.split_ratio,
        bars.observed_at,
        coalesce(factors.split_factor, 1) <> 1 as is_adjusted_here,
        case
            when bars.set_aside_reason is not null then bars.set_aside_reason
            when refused.symbol is not null then 'split_partly_adjusted'
        end as set_aside_reason
    from {{ ref('int_market__source_bars') }} as bars
    left join factors
        on
            bars.payload_sha256 = factors.payload_sha256
            and bars.symbol = factors.symbol
            and bars.session_on = factors.session_on
    left join refused
        on
            bars.payload_sha256 = refused.payload_sha256
            and bars.symbol = refused.symbol
),

moves as (
    select
        payload_sha256,
        symbol,
        session_on,
        ln(cast(close as double) / lag(close) over by_session) as log_move,
        ln(cast(coalesce(open, close) as double) / lag(close) over by_session) as log_open_move
    from adjusted
    where
        is_as_traded
        and set_aside_reason is null
    window by_session as (partition by payload_sha256, symbol order by session_on)
),

-- Where prices are as traded, a halving or doubling overnight, or a move of almost three times, that no recorded split
-- explains is a split all the same: what lies before the last one is on another basis.
unrecorded as (
    select
        payload_sha256,
        symbol,
        max(session_on) as split_on
    from moves
    where
        abs(log_move) > 1.02
        or (abs(abs(log_move) - ln(2)) < 0.08 and abs(abs(log_open_move) - ln(2)) < 0.12)
    group by payload_sha256, symbol
),

judged as (
    select
        adjusted.* replace (
            case
                when adjusted.set_aside_reason is not null then adjusted.set_aside_reason
                when adjusted.session_on < unrecorded.split_on then 'split_not_recorded'
            end as set_aside_reason
        )
    from adjusted
    left join unrecorded
        on
            adjusted.payload_sha256 = unrecorded.payload_sha256
            and adjusted.symbol = unrecorded.symbol
),

with_close_before as (
    select
        *,
        lag(cast(close as double)) over (
            partition by payload_sha256, symbol, set_aside_reason is null
            order by session_on
        ) as close_before
    from judged
)

select
    * exclude (close_before, is_as_traded),
    -- A dividend of more than half the price, or of more than a seventh of it that the price does not show.
    coalesce(
        dividend_currency = currency
        and (
            dividend > 0.5 * close_before
            or (dividend > 0.15 * close_before and close > close_before - 0.5 * dividend)
        ),
        false
    ) as is_dividend_implausible
from with_close_before
