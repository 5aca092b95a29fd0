-- Gaps between the two reports of one flow. The freight that imports carry is taken off; what is left is held against
-- the five years before and against what commonly makes such gaps.
{%- set freight = var('mirror_freight_pct') %}
{%- set closed = var('mirror_gap_closed_pct') %}
with gaps as (
    select
        *,
        {{ mirror_gap('import_usd', 'export_usd', freight) }} as gap_log,
        {{ mirror_gap('import_usd', 'export_usd', var('mirror_freight_high_pct')) }} as gap_low_log,
        {{ mirror_gap('import_usd', 'export_usd', var('mirror_freight_low_pct')) }} as gap_high_log,
        {{ mirror_gap('import_with_hong_kong_usd', 'export_with_hong_kong_usd', freight) }} as hong_kong_gap_log,
        {{ mirror_gap('import_without_re_trade_usd', 'export_without_re_trade_usd', freight) }} as re_trade_gap_log,
        {{ mirror_gap('import_12m_usd', 'export_12m_usd', freight) }} as twelve_month_gap_log,
        {{ mirror_gap('import_heading_usd', 'export_heading_usd', freight) }} as heading_gap_log
    from {{ ref('int_trade__mirrored') }}
),

-- The five years before: the median, and how far a period usually is from it, among periods with the same lines.
compared as (
    select
        *,
        count(gap_log) filter (where has_same_lines) over five_years as earlier_periods,
        median(gap_log) filter (where has_same_lines) over five_years as median_gap_log,
        mad(gap_log) filter (where has_same_lines) over five_years as usual_deviation
    from gaps
    window
        five_years as (
            partition by exporter_code, importer_code, group_id, period_kind, export_dataset, import_dataset
            order by period_start_on
            range between interval 60 month preceding and interval 1 month preceding
        )
),

baselines as (
    select
        *,
        has_same_lines
        and earlier_periods
        >= case period_kind when 'month' then {{ var('mirror_baseline_months') }} else 3 end as has_baseline
    from compared
),

held as (
    select
        *,
        case when has_same_lines then earlier_periods end as baseline_periods,
        case when has_baseline then median_gap_log end as baseline_gap_log,
        case when has_baseline then (gap_log - median_gap_log) / nullif(1.4826 * usual_deviation, 0) end as z
    from baselines
),

explained as (
    select
        *,
        case
            when gap_log is null or not has_same_lines or abs(gap_log) <= ln(1 + {{ closed }} / 100.0) then null
            {%- for column, reason in [
                ('hong_kong_gap_log', 'hong_kong_routing'),
                ('re_trade_gap_log', 're_import'),
                ('twelve_month_gap_log', 'timing'),
                ('heading_gap_log', 'classification'),
            ] %}
                when abs({{ column }}) <= ln(1 + {{ closed }} / 100.0) then '{{ reason }}'
            {%- endfor %}
        end as explained_by
    from held
)

select
    concat_ws(
        '|', explained.exporter_code, explained.importer_code, explained.group_id, explained.period_kind,
        cast(explained.period_start_on as varchar), coalesce(explained.export_dataset, 'no_export'),
        coalesce(explained.import_dataset, 'no_import')
    ) as mirror_gap_id,
    explained.exporter_code,
    explained.importer_code,
    explained.group_id,
    explained.period_kind,
    explained.period_start_on,
    explained.period_end_on,
    explained.export_dataset,
    explained.import_dataset,
    cast(explained.export_usd as decimal(24, 2)) as export_usd,
    cast(explained.import_usd as decimal(24, 2)) as import_usd,
    explained.export_partner_basis,
    explained.import_partner_basis,
    explained.import_valuation_basis,
    coalesce(explained.has_same_lines, false) as has_same_lines,
    {%- for column, digits in [
        ('gap_log', 6), ('gap_low_log', 6), ('gap_high_log', 6), ('hong_kong_gap_log', 6), ('re_trade_gap_log', 6),
        ('twelve_month_gap_log', 6), ('heading_gap_log', 6), ('baseline_gap_log', 6), ('z', 4),
    ] %}
        cast(round(explained.{{ column }}, {{ digits }}) as decimal(18, {{ digits }})) as {{ column }},
    {%- endfor %}
    cast(round(100 * (exp(explained.gap_log) - 1), 2) as decimal(18, 2)) as gap_pct,
    cast(coalesce(explained.baseline_periods, 0) as integer) as baseline_periods,
    explained.explained_by,
    case
        when explained.gap_log is null then 'one_side_only'
        when not explained.has_same_lines then 'other_lines'
        when abs(explained.gap_log) <= ln(1 + {{ closed }} / 100.0) then 'closed'
        when explained.explained_by is not null then 'explained'
        when explained.z is null then 'too_short'
        when abs(explained.z) < {{ var('mirror_unusual_z') }} then 'usual'
        else 'question'
    end as status,
    coalesce(samples.is_sample, false) as is_sample,
    explained.payload_sha256
from explained
left join {{ samples() }} as samples
    on explained.payload_sha256 = samples.payload_sha256
