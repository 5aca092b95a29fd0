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
    cast(extract(year from date_on) as integer) as calendar_year,
    cast(extract(quarter from date_on) as integer) as calendar_quarter,
    cast(extract(month from date_on) as integer) as calendar_month,
    cast(extract(day from date_on) as integer) as day_of_month,
    cast(extract(isodow from date_on) as integer) as iso_day_of_week,
    cast(extract(isoyear from date_on) as integer) as iso_year,
    cast(extract(week from date_on) as integer) as iso_week,
    strftime(date_on, '%Y-%m') as year_month,
    cast(extract(year from date_on) as varchar)
    || '-Q' || cast(extract(quarter from date_on) as varchar) as year_quarter,
    cast(date_trunc('month', date_on) as date) as month_start_on,
    cast(date_trunc('quarter', date_on) as date) as quarter_start_on,
    cast(date_trunc('quarter', date_on) + interval 3 month - interval 1 day as date) as quarter_end_on,
    cast(date_trunc('year', date_on) as date) as year_start_on,
    extract(isodow from date_on) >= 6 as is_weekend
from days
