with quarters as (

    select cast(range as integer) as fiscal_quarter
    from range(1, 5)

),

-- Days from the start of the year to the end of each quarter: 13 weeks each, one more where the extra week stands.
weeks as (

    select
        years.*,
        quarters.fiscal_quarter,
        13 * quarters.fiscal_quarter
        + case when years.week_count = 53 and quarters.fiscal_quarter >= years.long_quarter then 1 else 0 end
            as weeks_to_end,
        13 * (quarters.fiscal_quarter - 1)
        + case when years.week_count = 53 and quarters.fiscal_quarter > years.long_quarter then 1 else 0 end
            as weeks_to_start
    from {{ ref('int_reference__fiscal_years') }} as years
    cross join quarters

),

periods as (

    select
        *,
        case
            when week_count is null
                then cast(fiscal_year_start_on + to_months(3 * (fiscal_quarter - 1)) as date)
            else fiscal_year_start_on + cast(7 * weeks_to_start as integer)
        end as period_start_on,
        case
            when week_count is null then cast(fiscal_year_start_on + to_months(3 * fiscal_quarter) as date) - 1
            else fiscal_year_start_on + cast(7 * weeks_to_end as integer) - 1
        end as period_end_on
    from weeks

)

select
    vendor_id,
    fiscal_year,
    fiscal_quarter,
    period_start_on,
    period_end_on,
    fiscal_year_start_on,
    fiscal_year_end_on,
    week_count,
    source,
    confidence,
    payload_sha256
from periods
where
    period_end_on >= cast('{{ var("calendar_start_on") }}' as date)
    and period_end_on <= cast('{{ var("calendar_end_on") }}' as date)
