with bars as (
    select *
    from {{ ref('int_market__served_bars') }}
    where set_aside_reason is null
),

counted as (
    select
        symbol,
        payload_sha256,
        source,
        preference,
        price_basis,
        max(observed_at) as observed_at,
        count(*) as bar_count,
        min(session_on) as first_session_on,
        max(session_on) as last_session_on
    from bars
    group by symbol, payload_sha256, source, preference, price_basis
),

ordered as (
    select
        *,
        row_number() over (
            partition by symbol
            order by observed_at desc nulls last, payload_sha256 asc
        ) as recency_rank,
        lag(payload_sha256) over (
            partition by symbol, source
            order by observed_at asc nulls first, payload_sha256 desc
        ) as payload_before_sha256
    from counted
),

numbered as (
    select
        symbol,
        payload_sha256,
        session_on,
        cast(close as double) as close,
        lag(cast(close as double)) over by_session as close_of_session_before,
        lead(cast(close as double)) over by_session as close_of_session_after
    from bars
    window by_session as (partition by symbol, payload_sha256 order by session_on)
),

-- Each payload against the one before it from the same source.
changes as (
    select
        ordered.symbol,
        ordered.payload_sha256,
        median(ln(numbered.close / earlier.close)) as step,
        median(abs(ln(numbered.close / earlier.close))) as difference,
        median(abs(ln(numbered.close / earlier.close_of_session_before))) as difference_if_late,
        median(abs(ln(numbered.close / earlier.close_of_session_after))) as difference_if_early,
        quantile_cont(ln(numbered.close / earlier.close), 0.9)
        - quantile_cont(ln(numbered.close / earlier.close), 0.1) as spread
    from ordered
    inner join numbered
        on
            ordered.symbol = numbered.symbol
            and ordered.payload_sha256 = numbered.payload_sha256
    inner join numbered as earlier
        on
            ordered.symbol = earlier.symbol
            and ordered.payload_before_sha256 = earlier.payload_sha256
            and numbered.session_on = earlier.session_on
    group by ordered.symbol, ordered.payload_sha256
    having count(*) >= 5
),

judged as (
    select
        ordered.*,
        case
            when changes.difference <= {{ var('bar_overlap_tolerance', 0.001) }} then null
            when
                least(changes.difference_if_late, changes.difference_if_early)
                <= {{ var('bar_overlap_tolerance', 0.001) }}
                then 'shifted_by_a_session'
            when changes.spread > 0.02 then 'unlike_the_series'
            when
                least(abs(abs(changes.step) - ln(100)), abs(abs(changes.step) - ln(1000))) < 0.02
                then 'in_another_unit'
        end as suspicion
    from ordered
    left join changes
        on
            ordered.symbol = changes.symbol
            and ordered.payload_sha256 = changes.payload_sha256
),

-- The payload whose price basis the series takes: of the preferred source that has at least half of the sessions, the
-- newest one that does not lose more than a fiftieth of them.
sized as (
    select
        *,
        max(bar_count) over (partition by symbol) as most_bars,
        max(bar_count) over (partition by symbol, source) as most_bars_of_source
    from judged
    where suspicion is null
),

anchors as (
    select
        symbol,
        payload_sha256
    from sized
    qualify row_number() over (
        partition by symbol
        order by
            price_basis = 'dividend_adjusted',
            2 * bar_count < most_bars,
            preference,
            bar_count < 0.98 * most_bars_of_source,
            recency_rank
    ) = 1
),

compared_bars as (
    select
        bars.symbol,
        bars.payload_sha256,
        bars.close,
        bars.price_basis,
        lag(bars.payload_sha256) over newest_first as newer_payload_sha256,
        lag(bars.close) over newest_first as newer_close,
        lag(bars.price_basis) over newest_first as newer_price_basis
    from bars
    inner join sized
        on
            bars.symbol = sized.symbol
            and bars.payload_sha256 = sized.payload_sha256
    window
        newest_first as (
            partition by bars.symbol, bars.session_on
            order by bars.observed_at desc nulls last, bars.payload_sha256 asc
        )
),

overlap_pairs as (
    select
        symbol,
        payload_sha256,
        newer_payload_sha256,
        price_basis = newer_price_basis
        and median(abs(cast(close as double) / nullif(cast(newer_close as double), 0) - 1))
        <= {{ var('bar_overlap_tolerance', 0.001) }} as agrees
    from compared_bars
    where newer_payload_sha256 is not null
    group by symbol, payload_sha256, newer_payload_sha256, price_basis, newer_price_basis
),

links as (
    select
        symbol,
        payload_sha256 as from_sha256,
        newer_payload_sha256 as to_sha256
    from overlap_pairs
    where agrees

    union all

    select
        symbol,
        newer_payload_sha256 as from_sha256,
        payload_sha256 as to_sha256
    from overlap_pairs
    where agrees
),

same_basis as (
    with recursive reached as (
        select
            symbol,
            payload_sha256
        from anchors

        union

        select
            links.symbol,
            links.to_sha256 as payload_sha256
        from links
        inner join reached
            on
                links.symbol = reached.symbol
                and links.from_sha256 = reached.payload_sha256
    )

    select
        symbol,
        payload_sha256
    from reached
),

compared as (
    select
        symbol,
        payload_sha256
    from overlap_pairs

    union

    select
        symbol,
        newer_payload_sha256 as payload_sha256
    from overlap_pairs
)

select
    judged.symbol,
    judged.payload_sha256,
    judged.source,
    judged.preference,
    judged.price_basis,
    judged.observed_at,
    judged.bar_count,
    judged.first_session_on,
    judged.last_session_on,
    judged.recency_rank,
    same_basis.payload_sha256 is not null as is_same_basis,
    case
        when anchors.payload_sha256 is not null then 'leads'
        when same_basis.payload_sha256 is not null then 'agrees'
        when judged.suspicion is not null then judged.suspicion
        when compared.payload_sha256 is not null then 'other_basis'
        else 'no_overlap'
    end as basis_reason
from judged
left join anchors
    on
        judged.symbol = anchors.symbol
        and judged.payload_sha256 = anchors.payload_sha256
left join same_basis
    on
        judged.symbol = same_basis.symbol
        and judged.payload_sha256 = same_basis.payload_sha256
left join compared
    on
        judged.symbol = compared.symbol
        and judged.payload_sha256 = compared.payload_sha256
