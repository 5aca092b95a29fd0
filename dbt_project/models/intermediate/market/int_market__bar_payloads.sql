with bars as (
    select
        symbol,
        payload_sha256,
        observed_at,
        session_on,
        close,
        lag(payload_sha256) over newest_first as newer_payload_sha256,
        lag(close) over newest_first as newer_close
    from {{ ref('int_market__served_bars') }}
    window
        newest_first as (
            partition by symbol, session_on
            order by observed_at desc nulls last, payload_sha256 asc
        )
),

payloads as (
    select
        symbol,
        payload_sha256,
        max(observed_at) as observed_at,
        count(*) as bar_count,
        min(session_on) as first_session_on,
        max(session_on) as last_session_on,
        row_number() over (
            partition by symbol
            order by max(observed_at) desc nulls last, payload_sha256 asc
        ) as recency_rank
    from bars
    group by symbol, payload_sha256
),

overlap_pairs as (
    select
        symbol,
        payload_sha256,
        newer_payload_sha256,
        median(abs(cast(close as double) / nullif(cast(newer_close as double), 0) - 1)) as median_difference
    from bars
    where newer_payload_sha256 is not null
    group by symbol, payload_sha256, newer_payload_sha256
),

agreeing as (
    select
        symbol,
        payload_sha256,
        newer_payload_sha256
    from overlap_pairs
    where median_difference <= {{ var('bar_overlap_tolerance', 0.001) }}
),

same_basis as (
    with recursive reached as (
        select
            symbol,
            payload_sha256
        from payloads
        where recency_rank = 1

        union

        select
            agreeing.symbol,
            agreeing.payload_sha256
        from agreeing
        inner join reached
            on
                agreeing.symbol = reached.symbol
                and agreeing.newer_payload_sha256 = reached.payload_sha256
    )

    select
        symbol,
        payload_sha256
    from reached
),

compared as (
    select distinct
        symbol,
        payload_sha256
    from overlap_pairs
)

select
    payloads.symbol,
    payloads.payload_sha256,
    payloads.observed_at,
    payloads.bar_count,
    payloads.first_session_on,
    payloads.last_session_on,
    payloads.recency_rank,
    same_basis.payload_sha256 is not null as is_same_basis,
    case
        when payloads.recency_rank = 1 then 'newest'
        when same_basis.payload_sha256 is not null then 'agrees_with_newer'
        when compared.payload_sha256 is not null then 'other_basis'
        else 'no_overlap'
    end as basis_reason
from payloads
left join same_basis
    on
        payloads.symbol = same_basis.symbol
        and payloads.payload_sha256 = same_basis.payload_sha256
left join compared
    on
        payloads.symbol = compared.symbol
        and payloads.payload_sha256 = compared.payload_sha256
