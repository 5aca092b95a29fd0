-- Every statement of revenue with its place in the fiscal calendar, and whether it is the one that counts of its
-- company, geography, currency, basis of geography and period. A period that no calendar holds belongs to the calendar
-- year it ends in.
with ranked as (
    select
        *,
        preference_class is not null and row_number() over (
            partition by vendor_id, geography, currency, geo_basis, period_start_on, period_end_on
            order by
                preference_class asc nulls last,
                filed_on desc nulls last,
                accession_number asc,
                revenue_amount asc,
                source asc
        ) = 1 as is_figure_of_period
    from {{ ref('int_vendors__stated_revenue') }}
),

quarters as (
    select * from {{ ref('int_reference__fiscal_quarters') }}
)

select
    ranked.*,
    {{ revenue_rounding('ranked.revenue_amount', 'ranked.basis') }} as rounding_amount,
    coalesce(cast(ends.fiscal_year as varchar), 'calendar ' || cast(year(ranked.period_end_on) as varchar))
        as year_key,
    ends.fiscal_year,
    starts.fiscal_quarter as first_quarter,
    ends.fiscal_quarter as last_quarter
from ranked
left join quarters as ends
    on
        ranked.vendor_id = ends.vendor_id
        and ranked.period_end_on between ends.period_end_on - 3 and ends.period_end_on + 3
left join quarters as starts
    on
        ranked.vendor_id = starts.vendor_id
        and ends.fiscal_year = starts.fiscal_year
        and ranked.period_start_on between starts.period_start_on - 3 and starts.period_start_on + 3
