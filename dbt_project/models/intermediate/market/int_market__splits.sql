-- Splits that some source records, once each: the same ratio within a week is the same split, dated by the preferred
-- source.
with recorded as (
    select
        symbol,
        session_on as split_on,
        split_ratio,
        min(preference) as preference
    from {{ ref('int_market__source_bars') }}
    where
        split_ratio is not null
        and set_aside_reason is distinct from 'unknown_symbol'
    group by symbol, session_on, split_ratio
)

select
    recorded.symbol,
    recorded.split_on,
    recorded.split_ratio
from recorded
left join recorded as known
    on
        recorded.symbol = known.symbol
        and abs(date_diff('day', recorded.split_on, known.split_on)) <= 7
        and abs(ln(recorded.split_ratio / known.split_ratio)) < 0.01
        and (
            recorded.preference > known.preference
            or (recorded.preference = known.preference and recorded.split_on > known.split_on)
        )
where known.symbol is null
