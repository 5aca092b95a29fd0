-- Rows that fit their schema and are not used, with the reason: what meta.rejects shows beside unreadable records.
select
    payload_sha256,
    'sec' as source,
    'company_facts' as dataset,
    payload_row as row_no,
    set_aside_reason as reason,
    concat_ws(
        ' ', vendor_id, tag, period_start_on, 'to', period_end_on, cast(cast(value as decimal(38, 2)) as varchar),
        currency, form, accession_number
    ) as detail
from {{ ref('int_vendors__sec_revenue_judged') }}
where set_aside_reason is not null

union all

select
    max(payload_sha256) as payload_sha256,
    'curated' as source,
    'fiscal_calendars' as dataset,
    cast(null as bigint) as row_no,
    'contradicted_by_filings' as reason,
    vendor_id || ': ' || count(*) filter (where not fits) || ' of ' || count(*)
    || ' reported periods neither begin nor end with its quarters' as detail
from {{ ref('int_vendors__fiscal_fit') }}
where is_calendar_contradicted
group by vendor_id
