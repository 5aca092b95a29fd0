with facts as (
    select * exclude (annual_value, is_periodic_report, set_aside_reason)
    from {{ ref('int_vendors__sec_revenue_judged') }}
    where set_aside_reason is null
),

by_filing as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        concept,
        tag_rank,
        max(value) as value,
        max(filed_on) as filed_on,
        max(max(value)) over (
            partition by vendor_id, currency, period_start_on, period_end_on, accession_number
        ) as largest_of_filing
    from facts
    group by vendor_id, currency, period_start_on, period_end_on, concept, tag_rank, accession_number
),

tags as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        concept,
        tag_rank,
        arg_max(value, filed_on) as newest_value,
        bool_or(value < largest_of_filing) as is_below_another,
        max(arg_max(value, filed_on)) over (
            partition by vendor_id, currency, period_start_on, period_end_on
        ) as largest_newest_value
    from by_filing
    group by vendor_id, currency, period_start_on, period_end_on, concept, tag_rank
),

-- A concept that some filing shows below another one of the same period is a part; so is one below half of the largest.
totals as (
    select
        *,
        bool_or(not is_below_another) over periods as has_whole,
        row_number() over (
            partition by vendor_id, currency, period_start_on, period_end_on
            order by newest_value desc, tag_rank asc
        ) as size_rank
    from tags
    window periods as (partition by vendor_id, currency, period_start_on, period_end_on)
),

leading_tags as (
    select *
    from totals
    where
        case
            when has_whole then not is_below_another and newest_value >= largest_newest_value / 2
            else size_rank = 1
        end
),

leading_values as (
    select distinct
        facts.vendor_id,
        facts.currency,
        facts.period_start_on,
        facts.period_end_on,
        facts.value
    from facts
    inner join leading_tags
        on
            facts.vendor_id = leading_tags.vendor_id
            and facts.currency = leading_tags.currency
            and facts.period_start_on = leading_tags.period_start_on
            and facts.period_end_on = leading_tags.period_end_on
            and facts.concept = leading_tags.concept
)

select
    facts.*,
    leading_values.value is not null as is_leading_series
from facts
left join leading_values
    on
        facts.vendor_id = leading_values.vendor_id
        and facts.currency = leading_values.currency
        and facts.period_start_on = leading_values.period_start_on
        and facts.period_end_on = leading_values.period_end_on
        and facts.value = leading_values.value
