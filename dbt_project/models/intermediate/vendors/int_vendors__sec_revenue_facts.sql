with facts as (
    select * exclude (annual_value, usual_annual_value, is_periodic_report, set_aside_reason)
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
        max(usual_annual_value) as usual_annual_value,
        max(max(value)) over (
            partition by vendor_id, currency, period_start_on, period_end_on, accession_number
        ) as largest_of_filing
    from {{ ref('int_vendors__sec_revenue_judged') }}
    where set_aside_reason is null
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
        date_diff('day', period_start_on, period_end_on) + 1 as period_days,
        arg_max(value, filed_on) as newest_value,
        max(value) as largest_value,
        min(filed_on) as first_filed_on,
        max(filed_on) as last_filed_on,
        max(usual_annual_value) as usual_annual_value,
        bool_or(value < largest_of_filing) as is_below_another
    from by_filing
    group by vendor_id, currency, period_start_on, period_end_on, concept, tag_rank
),

rated as (
    select
        *,
        max(largest_value) over (
            partition by vendor_id, currency, period_start_on, period_end_on
        ) as largest_of_period,
        abs(ln(cast(greatest(newest_value, 1) as double) * 365 / period_days / usual_annual_value)) as oddness
    from tags
),

-- A period and a shorter one within it: the longer states at least as much, and what it states under another concept is
-- not earned in the rest of it at more than four times the rate. The shorter one is too large only where the longer one
-- states less under every concept.
nested as (
    select
        longer.vendor_id,
        longer.currency,
        longer.period_start_on as longer_start_on,
        longer.period_end_on as longer_end_on,
        longer.concept as longer_concept,
        shorter.period_start_on as shorter_start_on,
        shorter.period_end_on as shorter_end_on,
        shorter.concept as shorter_concept,
        case
            when longer.largest_value >= shorter.newest_value then 'shorter_too_small'
            when longer.largest_of_period < shorter.newest_value and shorter.oddness > longer.oddness + 0.1
                then 'shorter_too_large'
            else 'longer_too_small'
        end as finding
    from rated as longer
    inner join rated as shorter
        on
            longer.vendor_id = shorter.vendor_id
            and longer.currency = shorter.currency
            and longer.period_start_on - 3 <= shorter.period_start_on
            and longer.period_end_on + 3 >= shorter.period_end_on
            and longer.period_days - 60 >= shorter.period_days
    where
        longer.largest_value < shorter.newest_value
        or (
            longer.concept <> shorter.concept
            and cast(longer.newest_value - shorter.largest_value as double)
            / (longer.period_days - shorter.period_days)
            > 4 * cast(shorter.largest_value as double) / shorter.period_days
        )
),

contradicted as (
    select
        vendor_id,
        currency,
        case when finding = 'longer_too_small' then longer_start_on else shorter_start_on end as period_start_on,
        case when finding = 'longer_too_small' then longer_end_on else shorter_end_on end as period_end_on,
        case when finding = 'longer_too_small' then longer_concept else shorter_concept end as concept,
        min(
            case finding
                when 'longer_too_small' then 'A part: a shorter period within this one states more.'
                when 'shorter_too_small' then 'A part: the longer period around this one states far more.'
                else 'Not the total: the longer period around this one states less.'
            end
        ) as note
    from nested
    group by all
),

-- A concept that some filing shows below another one of the same period is a part; so is one below half of the largest.
totals as (
    select
        tags.*,
        max(tags.newest_value) over periods as largest_newest_value,
        bool_or(not tags.is_below_another) over periods as has_whole,
        row_number() over (
            partition by tags.vendor_id, tags.currency, tags.period_start_on, tags.period_end_on
            order by tags.newest_value desc, tags.tag_rank asc
        ) as size_rank
    from tags
    left join contradicted
        on
            tags.vendor_id = contradicted.vendor_id
            and tags.currency = contradicted.currency
            and tags.period_start_on = contradicted.period_start_on
            and tags.period_end_on = contradicted.period_end_on
            and tags.concept = contradicted.concept
    where contradicted.concept is null
    window
        periods as (
            partition by tags.vendor_id, tags.currency, tags.period_start_on, tags.period_end_on
        )
),

-- A later filing that has less under another concept repeats a part, unless what it leaves is the concept of the years
-- before 2018, which it replaces.
repeated_parts as (
    select distinct
        parts.vendor_id,
        parts.currency,
        parts.period_start_on,
        parts.period_end_on,
        parts.concept
    from totals as parts
    inner join totals as wholes
        on
            parts.vendor_id = wholes.vendor_id
            and parts.currency = wholes.currency
            and parts.period_start_on = wholes.period_start_on
            and parts.period_end_on = wholes.period_end_on
            and parts.newest_value < wholes.newest_value
            and parts.last_filed_on > wholes.first_filed_on
    where
        not wholes.is_below_another
        and (wholes.tag_rank < 3 or parts.tag_rank = 3)
),

leading_tags as (
    select totals.*
    from totals
    left join repeated_parts
        on
            totals.vendor_id = repeated_parts.vendor_id
            and totals.currency = repeated_parts.currency
            and totals.period_start_on = repeated_parts.period_start_on
            and totals.period_end_on = repeated_parts.period_end_on
            and totals.concept = repeated_parts.concept
    where
        case
            when totals.has_whole
                then
                    not totals.is_below_another
                    and totals.newest_value >= totals.largest_newest_value / 2
                    and repeated_parts.concept is null
            else totals.size_rank = 1
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
    leading_values.value is not null as is_leading_series,
    case
        when leading_values.value is null
            then coalesce(contradicted.note, 'A part: another concept of the same period states more.')
    end as note
from facts
left join leading_values
    on
        facts.vendor_id = leading_values.vendor_id
        and facts.currency = leading_values.currency
        and facts.period_start_on = leading_values.period_start_on
        and facts.period_end_on = leading_values.period_end_on
        and facts.value = leading_values.value
left join contradicted
    on
        facts.vendor_id = contradicted.vendor_id
        and facts.currency = contradicted.currency
        and facts.period_start_on = contradicted.period_start_on
        and facts.period_end_on = contradicted.period_end_on
        and facts.concept = contradicted.concept
