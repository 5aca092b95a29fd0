-- What each payload does with each recorded split. Where the split lies between two of its bars the prices tell: a move
-- that the ratio explains means that the earlier bars are not adjusted, its inverse that they were adjusted twice; the
-- move may stand up to three sessions off the recorded day. A small ratio lies within what shares move in a day: of
-- prices that their source adjusts, the day counts only where one of the two readings is far likelier by the usual
-- moves of the symbol. Elsewhere the basis of the source tells.
with bars as (
    select
        source,
        price_basis,
        payload_sha256,
        symbol,
        session_on,
        observed_at,
        row_number() over by_session as bar_number,
        ln(close / lag(close) over by_session) as log_move,
        ln(coalesce(open, close) / lag(close) over by_session) as log_open_move
    from {{ ref('int_market__source_bars') }}
    where set_aside_reason is null
    window by_session as (partition by payload_sha256, symbol order by session_on)
),

payloads as (
    select
        source,
        price_basis,
        payload_sha256,
        symbol,
        min(session_on) as first_session_on,
        max(session_on) as last_session_on,
        max(observed_at) as observed_at,
        greatest(1.4826 * median(abs(log_move)), 0.01) as usual_move
    from bars
    group by source, price_basis, payload_sha256, symbol
),

pairs as (
    select
        payloads.*,
        splits.split_on,
        splits.split_ratio,
        ln(splits.split_ratio) as log_ratio
    from payloads
    inner join {{ ref('int_market__splits') }} as splits
        on
            payloads.symbol = splits.symbol
            and payloads.first_session_on < splits.split_on
),

split_bars as (
    select
        pairs.payload_sha256,
        pairs.symbol,
        pairs.split_on,
        min(bars.bar_number) as bar_number
    from pairs
    inner join bars
        on
            pairs.payload_sha256 = bars.payload_sha256
            and pairs.symbol = bars.symbol
            and pairs.split_on <= bars.session_on
    group by pairs.payload_sha256, pairs.symbol, pairs.split_on
),

moves as (
    select
        pairs.payload_sha256,
        pairs.symbol,
        pairs.split_on,
        pairs.split_ratio,
        pairs.log_ratio,
        bars.session_on,
        bars.bar_number - split_bars.bar_number as bars_after,
        bars.log_move,
        bars.log_open_move
    from pairs
    inner join split_bars
        on
            pairs.payload_sha256 = split_bars.payload_sha256
            and pairs.symbol = split_bars.symbol
            and pairs.split_on = split_bars.split_on
    inner join bars
        on
            pairs.payload_sha256 = bars.payload_sha256
            and pairs.symbol = bars.symbol
    where bars.log_move is not null
),

explained as (
    select
        *,
        case
            when
                abs(log_move + log_ratio) < abs(log_move)
                and abs(log_open_move + log_ratio) < abs(log_open_move)
                then 'unadjusted'
            when bars_after = 0 and abs(log_move + log_ratio) < 0.25 * abs(log_ratio) then 'unadjusted'
            when
                abs(log_move - log_ratio) < abs(log_move)
                and abs(log_open_move - log_ratio) < abs(log_open_move)
                then 'adjusted_twice'
        end as verdict
    from moves
    where
        bars_after between -3 and 3
        and abs(log_ratio) >= 0.18
),

told_by_prices as (
    select
        payload_sha256,
        symbol,
        split_on,
        verdict,
        session_on
    from explained
    where verdict is not null
    qualify row_number() over (
        partition by payload_sha256, symbol, split_on
        order by
            least(abs(log_move + log_ratio), abs(log_move - log_ratio)),
            abs(bars_after),
            session_on
    ) = 1
),

-- How much likelier the move of the day is with adjusted prices than without, as a logarithm.
small as (
    select
        pairs.payload_sha256,
        pairs.symbol,
        pairs.split_on,
        pairs.log_ratio * (2 * moves.log_move + pairs.log_ratio) / (2 * pairs.usual_move * pairs.usual_move) as evidence
    from pairs
    inner join moves
        on
            pairs.payload_sha256 = moves.payload_sha256
            and pairs.symbol = moves.symbol
            and pairs.split_on = moves.split_on
    where
        abs(pairs.log_ratio) < 0.18
        and pairs.price_basis <> 'as_traded'
        and moves.bars_after = 0
),

-- A second move of the same size further back: only a part of the bars is adjusted.
partly as (
    select distinct
        moves.payload_sha256,
        moves.symbol,
        moves.split_on
    from moves
    left join told_by_prices as told
        on
            moves.payload_sha256 = told.payload_sha256
            and moves.symbol = told.symbol
            and moves.session_on = told.session_on
    where
        told.symbol is null
        and moves.bars_after < -3
        and abs(moves.log_ratio) >= 0.35
        and least(abs(moves.log_move + moves.log_ratio), abs(moves.log_move - moves.log_ratio)) < 0.03
        and least(abs(moves.log_open_move + moves.log_ratio), abs(moves.log_open_move - moves.log_ratio)) < 0.06
)

select
    pairs.source,
    pairs.payload_sha256,
    pairs.symbol,
    pairs.split_on,
    pairs.split_ratio,
    coalesce(told.session_on, pairs.split_on) as effective_on,
    case
        when partly.symbol is not null then 'partly_adjusted'
        when told.verdict is not null then told.verdict
        when small.evidence < -3 then 'unadjusted'
        when small.evidence <= 3 then 'unclear'
        when abs(pairs.log_ratio) < 0.18 and pairs.price_basis = 'as_traded' then 'unadjusted'
        when split_bars.bar_number is not null then 'adjusted'
        when pairs.price_basis = 'as_traded' then 'unadjusted'
        when pairs.split_on > cast(pairs.observed_at as date) then 'unadjusted'
        else 'adjusted'
    end as verdict
from pairs
left join split_bars
    on
        pairs.payload_sha256 = split_bars.payload_sha256
        and pairs.symbol = split_bars.symbol
        and pairs.split_on = split_bars.split_on
left join told_by_prices as told
    on
        pairs.payload_sha256 = told.payload_sha256
        and pairs.symbol = told.symbol
        and pairs.split_on = told.split_on
left join small
    on
        pairs.payload_sha256 = small.payload_sha256
        and pairs.symbol = small.symbol
        and pairs.split_on = small.split_on
left join partly
    on
        pairs.payload_sha256 = partly.payload_sha256
        and pairs.symbol = partly.symbol
        and pairs.split_on = partly.split_on
