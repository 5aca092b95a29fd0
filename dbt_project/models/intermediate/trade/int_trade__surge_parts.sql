-- The three parts of a window: three months before the first report, the months from it to the effective day, three
-- after.
with bounds as (
    select
        keys.window_key,
        keys.series_key,
        cast(date_trunc('month', windows.first_report_on) as date) as first_month_on,
        cast(date_trunc('month', windows.effective_on) as date) as effective_month_on
    from {{ ref('int_trade__surge_windows') }} as keys
    inner join {{ ref('stg_curated__surge_windows') }} as windows
        on keys.surge_id = windows.surge_id
)

select
    window_key,
    series_key,
    'before' as part,
    cast(first_month_on - interval 3 month as date) as part_start_on,
    cast(first_month_on - interval 1 day as date) as part_end_on
from bounds

union all

select
    window_key,
    series_key,
    'during' as part,
    first_month_on as part_start_on,
    last_day(effective_month_on) as part_end_on
from bounds

union all

select
    window_key,
    series_key,
    'after' as part,
    cast(effective_month_on + interval 1 month as date) as part_start_on,
    last_day(cast(effective_month_on + interval 3 month as date)) as part_end_on
from bounds
