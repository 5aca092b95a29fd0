-- Whether each period of a company's reports begins and ends with a quarter of its declared fiscal calendar, and
-- whether the calendar, where its confidence is not high, is what is wrong: more than a tenth of the periods miss it.
with reported as (
    select distinct
        vendor_id,
        period_start_on,
        period_end_on
    from {{ ref('int_vendors__sec_revenue_candidates') }}
    where regexp_full_match(form, '(10-K|10-KT|10-Q|10-QT|20-F|40-F)(/A)?')
),

quarters as (
    select * from {{ ref('int_reference__fiscal_quarters') }}
),

bounds as (
    select
        vendor_id,
        max(confidence) as confidence,
        max(payload_sha256) as payload_sha256,
        min(period_start_on) as first_on,
        max(period_end_on) as last_on
    from quarters
    group by vendor_id
),

fitted as (
    select
        reported.vendor_id,
        reported.period_start_on,
        reported.period_end_on,
        bounds.confidence,
        bounds.payload_sha256,
        starts.vendor_id is not null and ends.vendor_id is not null as fits
    from reported
    inner join bounds
        on
            reported.vendor_id = bounds.vendor_id
            and reported.period_start_on >= bounds.first_on
            and reported.period_end_on <= bounds.last_on
    left join quarters as starts
        on
            reported.vendor_id = starts.vendor_id
            and reported.period_start_on = starts.period_start_on
    left join quarters as ends
        on
            reported.vendor_id = ends.vendor_id
            and reported.period_end_on = ends.period_end_on
)

select
    *,
    confidence <> 'high' and count(*) filter (where not fits) over by_vendor > 0.1 * count(*) over by_vendor
        as is_calendar_contradicted
from fitted
window by_vendor as (partition by vendor_id)
