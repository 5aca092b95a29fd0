-- The series with bars that may stand for the market or sector of a share, in the order in which they are tried: the
-- user's own, that of the security, those declared for its calendar.
with declared as (
    select
        security_id,
        'market' as benchmark_role,
        0 as priority,
        benchmark_security_id
    from {{ ref('stg_overlay__benchmarks') }}

    union all

    select
        security_id,
        'market' as benchmark_role,
        1 as priority,
        benchmark_security_id
    from {{ ref('int_market__securities') }}
    where benchmark_security_id is not null

    union all

    select
        securities.security_id,
        further.benchmark_role,
        further.priority,
        further.benchmark_security_id
    from {{ ref('int_market__securities') }} as securities
    inner join {{ ref('stg_curated__exchanges') }} as exchanges
        on securities.mic = exchanges.mic
    inner join {{ ref('stg_curated__further_benchmarks') }} as further
        on
            exchanges.calendar_group = further.calendar_group
            and starts_with(securities.symbol, further.symbol_prefix)
    where
        securities.security_kind = 'stock'
        and not (further.benchmark_role = 'market' and securities.is_user_data)
)

select
    declared.security_id,
    declared.benchmark_role,
    declared.priority,
    declared.benchmark_security_id,
    case securities.security_kind when 'etf' then 'fund' else securities.security_kind end as benchmark_kind
from declared
inner join {{ ref('int_market__securities') }} as securities
    on declared.benchmark_security_id = securities.security_id
where
    declared.security_id <> declared.benchmark_security_id
    and exists (
        select 1
        from {{ ref('int_market__bars') }} as bars
        where bars.security_id = declared.benchmark_security_id
    )
