with filed as (

    select distinct
        vendor_id,
        period_start_on,
        period_end_on
    from {{ ref('int_vendors__sec_revenue_facts') }}
    where period_kind = 'quarter'

)

select
    periods.vendor_id,
    periods.fiscal_year,
    periods.fiscal_quarter,
    'FY' || cast(periods.fiscal_year as varchar) || ' Q' || cast(periods.fiscal_quarter as varchar) as period_label,
    periods.period_start_on,
    periods.period_end_on,
    periods.fiscal_year_start_on,
    periods.fiscal_year_end_on,
    periods.week_count as fiscal_year_week_count,
    case when filed.vendor_id is null then 'declared_rule' else 'filing' end as basis,
    periods.source,
    periods.confidence,
    periods.payload_sha256
from {{ ref('int_reference__fiscal_quarters') }} as periods
left join filed
    on
        periods.vendor_id = filed.vendor_id
        and periods.period_start_on = filed.period_start_on
        and periods.period_end_on = filed.period_end_on
where periods.vendor_id not in (
    select fit.vendor_id
    from {{ ref('int_vendors__fiscal_fit') }} as fit
    where fit.is_calendar_contradicted
)
