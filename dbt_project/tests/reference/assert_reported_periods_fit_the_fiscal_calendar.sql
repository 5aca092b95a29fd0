{{ config(
    severity='error',
    meta={'check_kind': 'business', 'table': 'marts.dim_fiscal_period', 'column': 'period_end_on'}
) }}

-- Every reported revenue period of a vendor with a declared calendar begins with a fiscal quarter and ends with one;
-- quarters, halves, nine months and years alike. A miss means a wrong rule or a mistyped period.
with reported as (

    select distinct
        vendor_id,
        period_start_on,
        period_end_on
    from {{ ref('fct_vendor_revenue') }}
    where period_kind <> 'other'

),

bounds as (

    select
        vendor_id,
        min(period_start_on) as first_on,
        max(period_end_on) as last_on
    from {{ ref('dim_fiscal_period') }}
    group by vendor_id

)

select reported.*
from reported
inner join bounds
    on
        reported.vendor_id = bounds.vendor_id
        and reported.period_start_on >= bounds.first_on
        and reported.period_end_on <= bounds.last_on
left join {{ ref('dim_fiscal_period') }} as starts
    on
        reported.vendor_id = starts.vendor_id
        and reported.period_start_on = starts.period_start_on
left join {{ ref('dim_fiscal_period') }} as ends
    on
        reported.vendor_id = ends.vendor_id
        and reported.period_end_on = ends.period_end_on
where starts.vendor_id is null or ends.vendor_id is null
