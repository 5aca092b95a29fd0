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

with_close_before as (
    select
        *,
        lag(cast(close as double)) over (
            partition by payload_sha256, symbol, set_aside_reason is null
            order by session_on
        ) as close_before
    from adjusted
)

select
    * exclude (close_before),
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
