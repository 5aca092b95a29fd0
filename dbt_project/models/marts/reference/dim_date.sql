with fiscal as (

    select
        days.date_on,
        string_agg(quarters.vendor_id || ' ' || quarters.period_label, '; ' order by quarters.vendor_id)
            as fiscal_quarters
    from {{ ref('int_reference__calendar') }} as days
    inner join {{ ref('dim_fiscal_period') }} as quarters
        on days.date_on between quarters.period_start_on and quarters.period_end_on
    group by days.date_on

)

select
    days.date_on,
    cast(extract(year from days.date_on) as integer) as calendar_year,
    cast(extract(quarter from days.date_on) as integer) as calendar_quarter,
    cast(extract(month from days.date_on) as integer) as calendar_month,
    cast(extract(day from days.date_on) as integer) as day_of_month,
    cast(extract(isodow from days.date_on) as integer) as iso_day_of_week,
    cast(extract(isoyear from days.date_on) as integer) as iso_year,
    cast(extract(week from days.date_on) as integer) as iso_week,
    strftime(days.date_on, '%Y-%m') as year_month,
    cast(extract(year from days.date_on) as varchar)
    || '-Q' || cast(extract(quarter from days.date_on) as varchar) as year_quarter,
    cast(date_trunc('month', days.date_on) as date) as month_start_on,
    cast(date_trunc('quarter', days.date_on) as date) as quarter_start_on,
    cast(date_trunc('quarter', days.date_on) + interval 3 month - interval 1 day as date) as quarter_end_on,
    cast(date_trunc('year', days.date_on) as date) as year_start_on,
    days.is_weekend,
    fiscal.fiscal_quarters
from {{ ref('int_reference__calendar') }} as days
left join fiscal on days.date_on = fiscal.date_on
