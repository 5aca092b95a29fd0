-- Months in which a line jumps tenfold while a line of the same heading, partner and flow falls to a tenth, and the one
-- gains about what the other loses: goods declared under another code rather than more or less trade.
with months as (
    select
        place_key || '|' || flow_key as series_key,
        flow_id,
        hs_code,
        substr(hs_code, 1, 4) as heading,
        length(hs_code) as digit_count,
        period_start_on,
        value_usd
    from {{ ref('int_trade__vintages') }}
    where
        is_latest_vintage
        and period_kind = 'month'
        and length(hs_code) >= 6
        and value_usd is not null
),

lines as (
    select distinct
        series_key,
        heading,
        digit_count,
        hs_code
    from months
),

observed as (
    select distinct
        series_key,
        heading,
        digit_count,
        period_start_on
    from months
),

moves as (
    select
        lines.series_key,
        lines.heading,
        lines.digit_count,
        lines.hs_code,
        observed.period_start_on,
        present.flow_id,
        coalesce(present.value_usd, 0) as value_usd,
        coalesce(earlier.value_usd, 0) as prior_value_usd
    from lines
    inner join observed
        on
            lines.series_key = observed.series_key
            and lines.heading = observed.heading
            and lines.digit_count = observed.digit_count
    inner join observed as earlier_months
        on
            observed.series_key = earlier_months.series_key
            and observed.heading = earlier_months.heading
            and observed.digit_count = earlier_months.digit_count
            and observed.period_start_on = earlier_months.period_start_on + interval 1 month
    left join months as present
        on
            lines.series_key = present.series_key
            and lines.hs_code = present.hs_code
            and observed.period_start_on = present.period_start_on
    left join months as earlier
        on
            lines.series_key = earlier.series_key
            and lines.hs_code = earlier.hs_code
            and earlier_months.period_start_on = earlier.period_start_on
),

shifts as (
    select
        rising.flow_id as rising_flow_id,
        falling.flow_id as falling_flow_id
    from moves as rising
    inner join moves as falling
        on
            rising.series_key = falling.series_key
            and rising.heading = falling.heading
            and rising.digit_count = falling.digit_count
            and rising.period_start_on = falling.period_start_on
    where
        rising.value_usd > 0
        and rising.value_usd >= 10 * rising.prior_value_usd
        and falling.prior_value_usd > 0
        and falling.prior_value_usd >= 10 * falling.value_usd
        and rising.value_usd - rising.prior_value_usd
        between (falling.prior_value_usd - falling.value_usd) / 3
        and (falling.prior_value_usd - falling.value_usd) * 3
)

select rising_flow_id as flow_id
from shifts

union

select falling_flow_id as flow_id
from shifts
where falling_flow_id is not null
