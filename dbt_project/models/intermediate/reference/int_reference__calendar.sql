with days as (

    select cast(range as date) as date_on
    from
        range(
            cast('{{ var("calendar_start_on") }}' as date),
            cast('{{ var("calendar_end_on") }}' as date) + interval 1 day,
            interval 1 day
        )

)

select
    date_on,
    extract(isodow from date_on) >= 6 as is_weekend
from days
