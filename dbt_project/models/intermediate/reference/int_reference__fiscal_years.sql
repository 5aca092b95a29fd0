-- One row a vendor and fiscal year by its declared rule; the year is named by the calendar year of its anchor.
with years as (

    select cast(range as integer) as fiscal_year
    from range({{ var('calendar_start_on')[:4] | int - 1 }}, {{ var('calendar_end_on')[:4] | int + 2 }})

),

anchors as (

    select
        calendars.*,
        years.fiscal_year,
        case
            when calendars.year_end_rule = 'nearest_weekday'
                then make_date(years.fiscal_year, calendars.anchor_month, calendars.anchor_day)
            else last_day(make_date(years.fiscal_year, calendars.anchor_month, 1))
        end as anchor_on
    from {{ ref('stg_curated__fiscal_calendars') }} as calendars
    cross join years

),

ends as (

    select
        *,
        case year_end_rule
            when 'last_weekday_of_month'
                then anchor_on - cast((isodow(anchor_on) - iso_weekday + 7) % 7 as integer)
            when 'nearest_weekday'
                then anchor_on + cast((iso_weekday - isodow(anchor_on) + 10) % 7 - 3 as integer)
            else anchor_on
        end as fiscal_year_end_on
    from anchors

),

bounded as (

    select
        *,
        lag(fiscal_year_end_on) over (partition by vendor_id order by fiscal_year) + 1 as fiscal_year_start_on
    from ends

)

select
    vendor_id,
    fiscal_year,
    year_end_rule,
    long_quarter,
    fiscal_year_start_on,
    fiscal_year_end_on,
    case
        when year_end_rule <> 'month_end'
            then cast(date_diff('day', fiscal_year_start_on, fiscal_year_end_on + 1) // 7 as integer)
    end as week_count,
    source,
    confidence,
    payload_sha256
from bounded
where fiscal_year_start_on is not null
