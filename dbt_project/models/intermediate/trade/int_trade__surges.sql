-- Months around an announced rule against what a series did before: a Huber regression of the logarithm on a trend and
-- on the period of the year over the 60 months that end before the window, 36 at least. January and February are one
-- observation, for the New Year moves between them. The regression is solved by means within periods, reweighted in
-- turn.
{%- set steps = 8 %}
with windows as (
    select * from {{ ref('int_trade__surge_windows') }}
),

observations as (
    select
        series_key,
        case when month(month_on) <= 2 then 1 else month(month_on) - 1 end as period_no,
        year(month_on) as year_no,
        count(*) as month_count,
        min(month_on) as first_month_on,
        max(month_on) as last_month_on,
        avg(12.0 * year(month_on) + month(month_on)) as t,
        ln(avg(value_usd)) as y,
        sum(value_usd) as value_usd
    from {{ ref('int_trade__group_months') }}
    where value_usd > 0
    group by series_key, period_no, year_no
),

zeros as (
    select
        windows.window_key,
        count(*) filter (where months.value_usd = 0) as zero_months,
        count(*) as stated_months
    from windows
    inner join {{ ref('int_trade__group_months') }} as months
        on
            windows.series_key = months.series_key
            and windows.baseline_end_on > months.month_on
            and months.month_on >= windows.baseline_end_on - interval 60 month
    group by windows.window_key
),

baseline as (
    select
        windows.window_key,
        observations.period_no,
        observations.t,
        observations.y
    from windows
    inner join observations
        on
            windows.series_key = observations.series_key
            and windows.baseline_end_on > observations.last_month_on
            and observations.first_month_on >= windows.baseline_end_on - interval 60 month
),

weights_0 as (
    select
        *,
        1.0 as w
    from baseline
),

{%- for step in range(steps) %}
    means_{{ step }} as materialized (
        select
            window_key,
            period_no,
            sum(w) as w_period,
            sum(w * t) / sum(w) as t_mean,
            sum(w * y) / sum(w) as y_mean
        from weights_{{ step }}
        group by window_key, period_no
    ),

    slopes_{{ step }} as materialized (
        select
            weights_{{ step }}.window_key,
            sum(weights_{{ step }}.w * power(weights_{{ step }}.t - means_{{ step }}.t_mean, 2)) as t_spread,
            coalesce(
                sum(
                    weights_{{ step }}.w * (weights_{{ step }}.t - means_{{ step }}.t_mean)
                    * (weights_{{ step }}.y - means_{{ step }}.y_mean)
                )
                / nullif(sum(weights_{{ step }}.w * power(weights_{{ step }}.t - means_{{ step }}.t_mean, 2)), 0),
                0
            ) as slope
        from weights_{{ step }}
        inner join means_{{ step }}
            on
                weights_{{ step }}.window_key = means_{{ step }}.window_key
                and weights_{{ step }}.period_no = means_{{ step }}.period_no
        group by weights_{{ step }}.window_key
    ),

    residuals_{{ step }} as materialized (
        select
            weights_{{ step }}.window_key,
            weights_{{ step }}.period_no,
            weights_{{ step }}.t,
            weights_{{ step }}.y,
            weights_{{ step }}.w,
            weights_{{ step }}.y - means_{{ step }}.y_mean
            - slopes_{{ step }}.slope * (weights_{{ step }}.t - means_{{ step }}.t_mean) as residual
        from weights_{{ step }}
        inner join means_{{ step }}
            on
                weights_{{ step }}.window_key = means_{{ step }}.window_key
                and weights_{{ step }}.period_no = means_{{ step }}.period_no
        inner join slopes_{{ step }}
            on weights_{{ step }}.window_key = slopes_{{ step }}.window_key
    ),

    weights_{{ step + 1 }} as materialized (
        select
            window_key,
            period_no,
            t,
            y,
            least(
                1.0,
                1.345 * 1.4826 * median(abs(residual)) over (partition by window_key)
                * sqrt(
                    count(*) over (partition by window_key)
                    / greatest(count(*) over (partition by window_key) - 12.0, 1.0)
                )
                / nullif(abs(residual), 0)
            ) as w
        from residuals_{{ step }}
    ),
{% endfor %}
{%- set last = steps - 1 %}
lagged as (
    select
        window_key,
        w,
        residual,
        lag(residual) over (partition by window_key order by t) as residual_before
    from residuals_{{ last }}
),

fits as (
    select
        window_key,
        count(*) as observation_count,
        sqrt(sum(w * residual * residual) / nullif(greatest(sum(w) - 12, 1), 0)) as s,
        sum(residual * residual_before) filter (where residual_before is not null)
        / nullif(sum(residual * residual), 0) as raw_rho
    from lagged
    group by window_key
),

corrected as (
    select
        *,
        case when raw_rho > 1 / sqrt(observation_count) then least(0.8, raw_rho) else 0.0 end as rho
    from fits
),

parts as (
    select
        windows.window_key,
        windows.part,
        observations.*,
        means.t_mean,
        means.y_mean,
        means.w_period
    from {{ ref('int_trade__surge_parts') }} as windows
    inner join observations
        on windows.series_key = observations.series_key
    left join means_{{ last }} as means
        on
            windows.window_key = means.window_key
            and observations.period_no = means.period_no
    where observations.first_month_on between windows.part_start_on and windows.part_end_on
),

predicted as (
    select
        parts.*,
        slopes.slope,
        slopes.t_spread,
        corrected.observation_count,
        corrected.s,
        corrected.rho,
        parts.y_mean + slopes.slope * (parts.t - parts.t_mean) as y_expected
    from parts
    left join slopes_{{ last }} as slopes
        on parts.window_key = slopes.window_key
    left join corrected
        on parts.window_key = corrected.window_key
),

of_periods as (
    select
        window_key,
        part,
        sum(power(period_count, 2) / w_period) as period_share
    from (
        select
            window_key,
            part,
            period_no,
            count(*) as period_count,
            max(w_period) as w_period
        from predicted
        group by window_key, part, period_no
    ) as counted
    group by window_key, part
),

sums as (
    select
        predicted.window_key,
        predicted.part,
        count(*) as part_count,
        count(*) filter (where predicted.y_expected is null) as unknown_count,
        bool_or(predicted.month_count > 1) as has_merged_months,
        max(predicted.observation_count) as observation_count,
        max(predicted.s) as s,
        max(predicted.rho) as rho,
        avg(predicted.y - predicted.y_expected) as excess_log,
        sum(predicted.value_usd) as value_usd,
        sum(predicted.month_count * exp(predicted.y_expected + predicted.s * predicted.s / 2)) as expected_usd,
        avg(predicted.t - predicted.t_mean) as t_distance,
        max(predicted.t_spread) as t_spread,
        max(of_periods.period_share) as period_share
    from predicted
    inner join of_periods
        on
            predicted.window_key = of_periods.window_key
            and predicted.part = of_periods.part
    group by predicted.window_key, predicted.part
),

tested as (
    select
        *,
        excess_log / nullif(
            s * sqrt(
                (
                    1 + 2 * (
                        rho / (1 - rho) - rho * (1 - power(rho, part_count)) / (part_count * power(1 - rho, 2))
                    )
                ) / part_count
                + period_share / power(part_count, 2) + coalesce(t_distance * t_distance / nullif(t_spread, 0), 0)
            ),
            0
        ) as t_statistic
    from (
        select * replace (coalesce(period_share, 0) as period_share)
        from sums
    ) as filled
)

select
    tested.window_key,
    tested.part,
    tested.part_count,
    tested.has_merged_months,
    tested.observation_count,
    coalesce(zeros.zero_months, 0) as zero_months,
    coalesce(zeros.stated_months, 0) as stated_months,
    tested.s,
    tested.rho,
    tested.excess_log,
    tested.value_usd,
    tested.expected_usd,
    tested.t_statistic,
    {{ normal_upper_tail(normal_of_t('tested.t_statistic', '(tested.observation_count - 12)')) }} as p_value,
    case
        when coalesce(zeros.stated_months, 0) < 36 or tested.observation_count < 33 or tested.unknown_count > 0
            then 'too_short'
        when zeros.zero_months > 0.2 * zeros.stated_months or tested.s > 0.35 then 'lumpy'
        else 'estimated'
    end as status
from tested
left join zeros
    on tested.window_key = zeros.window_key
