-- Each window with the series that it is looked for in, and its control; the baseline ends three months before the
-- first report, so that nothing that buyers may have known is in it.
select distinct
    windows.surge_id || '|' || series.series_key as window_key,
    windows.surge_id,
    series.series_key,
    series.is_control,
    series.dataset,
    cast(date_trunc('month', windows.first_report_on) - interval 3 month as date) as baseline_end_on
from {{ ref('stg_curated__surge_windows') }} as windows
inner join {{ ref('int_trade__group_months') }} as series
    on
        windows.group_id = series.group_id
        and windows.reporter_code = series.reporter_code
        and windows.partner_code = series.partner_code
        and windows.flow = series.flow
