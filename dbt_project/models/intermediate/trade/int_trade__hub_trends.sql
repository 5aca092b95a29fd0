-- The inflow of twelve months against the trend of the hub's own five years before, three at least; the two hubs for
-- comparison, Japan and India, are one series. Figures of exporters and of the hub itself, or of other exporters, are
-- series of their own.
with series as (
    select
        hub_code as place_code,
        month_on,
        inflow_basis,
        inflow_exporters,
        inflow_usd
    from {{ ref('int_trade__hub_months') }}
    where inflow_usd is not null

    union all

    select
        'comparison' as place_code,
        month_on,
        inflow_basis,
        inflow_exporters,
        sum(inflow_usd) as inflow_usd
    from {{ ref('int_trade__hub_months') }}
    where
        hub_code in {{ var('comparison_hubs') }}
        and inflow_usd is not null
    group by month_on, inflow_basis, inflow_exporters
    having count(*) = 2
),

numbered as (
    select
        *,
        12 * year(month_on) + month(month_on) as month_no,
        case when inflow_usd > 0 then ln(cast(inflow_usd as double)) end as inflow_log
    from series
),

windowed as (
    select
        *,
        sum(inflow_usd) over last_year as inflow_12m_usd,
        count(*) over last_year as known_months,
        count(inflow_log) over years_before as baseline_months,
        regr_slope(inflow_log, month_no) over years_before as slope,
        regr_intercept(inflow_log, month_no) over years_before as intercept,
        regr_syy(inflow_log, month_no) over years_before as spread_of_log,
        regr_sxx(inflow_log, month_no) over years_before as spread_of_month
    from numbered
    window
        last_year as (
            partition by place_code, inflow_basis, inflow_exporters
            order by month_no
            range between 11 preceding and current row
        ),
        years_before as (
            partition by place_code, inflow_basis, inflow_exporters
            order by month_no
            range between 71 preceding and 12 preceding
        )
),

fitted as (
    select
        *,
        greatest(spread_of_log - slope * slope * spread_of_month, 0) / (baseline_months - 2) as variance
    from windowed
    where
        known_months = 12
        and baseline_months >= 36
)

select
    windowed.place_code,
    windowed.month_on,
    windowed.inflow_basis,
    windowed.inflow_exporters,
    windowed.inflow_12m_usd,
    windowed.known_months,
    windowed.baseline_months,
    exp(fitted.intercept + fitted.slope * fitted.month_no + fitted.variance / 2)
    * case
        when abs(fitted.slope) < 1e-6 then 12
        else (1 - exp(-12 * fitted.slope)) / (1 - exp(-fitted.slope))
    end as expected_12m_usd
from windowed
left join fitted
    on
        windowed.place_code = fitted.place_code
        and windowed.month_on = fitted.month_on
        and windowed.inflow_basis = fitted.inflow_basis
        and windowed.inflow_exporters = fitted.inflow_exporters
