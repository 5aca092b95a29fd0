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

),

filed as (

    select distinct
        vendor_id,
        period_start_on,
        period_end_on
    from {{ ref('int_vendors__sec_revenue_facts') }}
    where period_kind = 'quarter'

)

select
    periods.vendor_id,
    periods.fiscal_year,
    periods.fiscal_quarter,
    'FY' || cast(periods.fiscal_year as varchar) || ' Q' || cast(periods.fiscal_quarter as varchar) as period_label,
    periods.period_start_on,
    periods.period_end_on,
    periods.fiscal_year_start_on,
    periods.fiscal_year_end_on,
    periods.week_count as fiscal_year_week_count,
    case when filed.vendor_id is null then 'declared_rule' else 'filing' end as basis,
    periods.source,
    periods.confidence,
    periods.payload_sha256
from periods
left join filed
    on
        periods.vendor_id = filed.vendor_id
        and periods.period_start_on = filed.period_start_on
        and periods.period_end_on = filed.period_end_on
where
    periods.period_end_on >= cast('{{ var("calendar_start_on") }}' as date)
    and periods.period_end_on <= cast('{{ var("calendar_end_on") }}' as date)
