with bars as (
    select
        exchanges.calendar_group,
        bars.security_id,
        bars.session_on
    from {{ ref('int_market__bars') }} as bars
    inner join {{ ref('stg_curated__exchanges') }} as exchanges
        on bars.mic = exchanges.mic
),

spans as (
    select
        calendar_group,
        security_id,
        min(session_on) as first_session_on,
        max(session_on) as last_session_on
    from bars
    group by calendar_group, security_id
),

traded as (
    select
        calendar_group,
        session_on,
        count(*) as traded_securities
    from bars
    group by calendar_group, session_on
),

judged as (
    select
        traded.calendar_group,
        traded.session_on,
        2 * max(traded.traded_securities) >= count(*) as is_session
    from traded
    inner join spans
        on
            traded.calendar_group = spans.calendar_group
            and traded.session_on between spans.first_session_on and spans.last_session_on
    group by traded.calendar_group, traded.session_on
)

select
    calendar_group,
    session_on,
    is_session,
    cast(sum(case when is_session then 1 else 0 end) over (
        partition by calendar_group
        order by session_on
    ) as bigint) as session_number
from judged
