with bars as (
    select
        bars.*,
        sessions.is_session,
        sessions.session_number,
        lag(bars.session_on) over by_security as prior_session_on,
        case when bars.is_split_unclear is not true then lag(bars.close) over by_security end as prior_close,
        lag(sessions.session_number) over by_security as prior_session_number,
        -- Five sessions without a limit, and the longest closure of an exchange.
        bars.session_on between bars.listed_on and bars.listed_on + 20
        and count(*) filter (where bars.session_on >= bars.listed_on) over by_security <= 5 as is_without_limit
    from {{ ref('int_market__bars') }} as bars
    left join {{ ref('stg_curated__exchanges') }} as exchanges
        on bars.mic = exchanges.mic
    left join {{ ref('int_market__sessions') }} as sessions
        on
            exchanges.calendar_group = sessions.calendar_group
            and bars.session_on = sessions.session_on
    window by_security as (partition by bars.security_id order by bars.session_on)
),

moves as (
    select
        *,
        session_number - (case when is_session then 1 else 0 end) - prior_session_number as gap_sessions,
        case
            when prior_session_on is null then false
            when date_diff('day', prior_session_on, session_on) = 1 then false
            when date_diff('day', prior_session_on, session_on) = 3 and isodow(session_on) = 1 then false
            else true
        end as has_skipped_weekday,
        cast(
            round(100 * (cast(close as double) / nullif(cast(prior_close as double), 0) - 1), 4) as decimal(12, 4)
        ) as return_pct,
        cast(
            round(100 * (cast(low as double) / nullif(cast(prior_close as double), 0) - 1), 4) as decimal(12, 4)
        ) as low_vs_prior_close_pct,
        cast(
            round(100 * (cast(high as double) / nullif(cast(prior_close as double), 0) - 1), 4) as decimal(12, 4)
        ) as high_vs_prior_close_pct
    from bars
),

known_gaps as (
    select
        moves.security_id,
        moves.session_on,
        min(gaps.gap_reason) as gap_reason
    from moves
    inner join {{ ref('stg_curated__known_price_gaps') }} as gaps
        on
            moves.security_id = gaps.security_id
            and moves.prior_session_on < gaps.gap_start_on
            and moves.session_on > gaps.gap_end_on
    group by moves.security_id, moves.session_on
)

select
    moves.security_id,
    moves.session_on,
    moves.prior_session_on,
    moves.open,
    moves.high,
    moves.low,
    moves.close as close_split_adjusted,
    moves.price_basis,
    cast(moves.observed_at as date) as price_basis_as_of_on,
    moves.volume as volume_shares,
    moves.prior_close,
    moves.return_pct,
    moves.low_vs_prior_close_pct,
    moves.high_vs_prior_close_pct,
    moves.dividend as dividend_per_share,
    moves.dividend_currency,
    moves.is_dividend_implausible,
    moves.capital_gain as capital_gain_per_share,
    cast(round(moves.split_ratio, 6) as decimal(18, 6)) as split_ratio,
    moves.is_split_unclear,
    moves.is_adjusted_here,
    moves.currency,
    cast(moves.gap_sessions as integer) as gap_sessions,
    case
        when moves.gap_sessions > 0 then coalesce(known_gaps.gap_reason, 'unexplained')
        when moves.has_skipped_weekday then 'exchange_closed'
    end as gap_reason,
    coalesce(
        not coalesce(moves.is_without_limit, false)
        and abs(moves.return_pct) >= moves.daily_limit_pct - 0.1,
        false
    ) as is_limit_hit,
    coalesce(abs(cast(moves.high as double) / nullif(cast(moves.close as double), 0) - 1) > 0.25, false)
        as is_extreme_range,
    moves.source,
    moves.payload_sha256
from moves
left join known_gaps
    on
        moves.security_id = known_gaps.security_id
        and moves.session_on = known_gaps.session_on
