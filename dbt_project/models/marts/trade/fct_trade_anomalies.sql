-- Surges around announced rules: each part of each window in each series, with its control and its chance among all;
-- and what each window needs to be estimated. A window of which no month is known has one row that says so.
with found as (
    select
        surges.*,
        windows.surge_id,
        windows.series_key,
        windows.is_control,
        windows.dataset
    from {{ ref('int_trade__surges') }} as surges
    inner join {{ ref('int_trade__surge_windows') }} as windows
        on surges.window_key = windows.window_key
),

paired as (
    select
        own.*,
        control.excess_log as control_excess_log,
        control.status as control_status
    from found as own
    left join found as control
        on
            own.surge_id = control.surge_id
            and own.part = control.part
            and control.is_control
            and replace(own.series_key, '|partner', '|rest_of_world') = control.series_key
            and control.status = 'estimated'
    where not own.is_control
),

ordered as (
    select
        *,
        count(*) over () as test_count,
        row_number() over (order by p_value asc, window_key asc, part asc) as p_order
    from paired
    where status = 'estimated'
),

falsely_found as (
    select
        window_key,
        part,
        test_count,
        least(
            1.0,
            min(p_value * test_count / p_order) over (
                order by p_order rows between current row and unbounded following
            )
        ) as q_value
    from ordered
),

sources as (
    select
        series_key,
        max(payload_sha256) as payload_sha256
    from {{ ref('int_trade__group_months') }}
    group by series_key
),

needed as (
    select
        windows.surge_id,
        cast(date_trunc('month', windows.first_report_on) - interval 3 month as date) as baseline_end_on,
        {{ sorted_text('codes.hs_code') }} as hs_codes
    from {{ ref('stg_curated__surge_windows') }} as windows
    inner join {{ ref('stg_curated__trade_group_codes') }} as codes
        on
            windows.group_id = codes.group_id
            and (codes.reporter_code is null or windows.reporter_code = codes.reporter_code)
    group by windows.surge_id, windows.first_report_on
),

unknown as (
    select windows.*
    from {{ ref('stg_curated__surge_windows') }} as windows
    anti join paired
        on windows.surge_id = paired.surge_id
)

select
    paired.surge_id || '|' || paired.dataset || '|' || paired.part as trade_anomaly_id,
    paired.surge_id,
    windows.measure_id,
    windows.why,
    paired.dataset,
    windows.reporter_code,
    windows.partner_code,
    windows.group_id,
    windows.flow,
    windows.first_report_on,
    windows.effective_on,
    paired.part,
    parts.part_start_on,
    parts.part_end_on,
    paired.status,
    needed.baseline_end_on,
    cast(paired.stated_months as integer) as baseline_months,
    cast(greatest(36 - paired.stated_months, 0) as integer) as missing_months,
    needed.hs_codes,
    cast(paired.part_count as integer) as observation_count,
    paired.has_merged_months,
    cast(round(paired.value_usd, 2) as decimal(24, 2)) as value_usd,
    {%- for name, expression, type in [
        ('expected_usd', 'paired.expected_usd', 'decimal(24, 2)'),
        ('excess_usd', 'paired.value_usd - paired.expected_usd', 'decimal(24, 2)'),
        ('excess_pct', '100 * (exp(paired.excess_log) - 1)', 'decimal(12, 2)'),
        ('noise', 'paired.s', 'decimal(9, 4)'),
        ('autocorrelation', 'paired.rho', 'decimal(9, 4)'),
        ('t_statistic', 'paired.t_statistic', 'decimal(12, 4)'),
        ('p_value', 'paired.p_value', 'decimal(12, 6)'),
        ('control_excess_pct', '100 * (exp(paired.control_excess_log) - 1)', 'decimal(12, 2)'),
        ('control_adjusted_excess_pct', '100 * (exp(paired.excess_log - paired.control_excess_log) - 1)',
         'decimal(12, 2)'),
    ] %}
        case
            when paired.status = 'estimated'
                then cast(round({{ expression }}, {{ type.split(', ')[1].rstrip(')') }}) as {{ type }})
        end as {{ name }},
    {%- endfor %}
    cast(round(falsely_found.q_value, 6) as decimal(12, 6)) as q_value,
    cast(falsely_found.test_count as integer) as test_count,
    paired.status = 'estimated' and coalesce(paired.p_value <= 0.01, false) as is_flagged,
    case
        when paired.status <> 'estimated' or paired.p_value > 0.01 or paired.control_excess_log is null then null
        when paired.control_excess_log >= paired.excess_log / 2 then 'global_boom'
        else 'partner_specific'
    end as reading,
    windows.source,
    windows.source_url,
    windows.confidence,
    sources.payload_sha256
from paired
inner join {{ ref('stg_curated__surge_windows') }} as windows
    on paired.surge_id = windows.surge_id
inner join {{ ref('int_trade__surge_parts') }} as parts
    on
        paired.window_key = parts.window_key
        and paired.part = parts.part
left join falsely_found
    on
        paired.window_key = falsely_found.window_key
        and paired.part = falsely_found.part
left join sources
    on paired.series_key = sources.series_key
inner join needed
    on paired.surge_id = needed.surge_id

union all by name

select
    unknown.surge_id || '|none|during' as trade_anomaly_id,
    unknown.surge_id,
    unknown.measure_id,
    unknown.why,
    'none' as dataset,
    unknown.reporter_code,
    unknown.partner_code,
    unknown.group_id,
    unknown.flow,
    unknown.first_report_on,
    unknown.effective_on,
    'during' as part,
    cast(date_trunc('month', unknown.first_report_on) as date) as part_start_on,
    last_day(unknown.effective_on) as part_end_on,
    'no_months' as status,
    needed.baseline_end_on,
    cast(0 as integer) as baseline_months,
    cast(36 as integer) as missing_months,
    needed.hs_codes,
    cast(0 as integer) as observation_count,
    false as has_merged_months,
    false as is_flagged,
    unknown.source,
    unknown.source_url,
    unknown.confidence,
    unknown.payload_sha256
from unknown
inner join needed
    on unknown.surge_id = needed.surge_id
