-- Rows that fit their schema and are not used, with the reason: what meta.rejects shows beside unreadable records.
select
    payload_sha256,
    'sec' as source,
    'company_facts' as dataset,
    payload_row as row_no,
    set_aside_reason as reason,
    concat_ws(
        ' ', vendor_id, concept, period_start_on, 'to', period_end_on, cast(cast(value as decimal(38, 2)) as varchar),
        currency, form, accession_number
    ) as detail
from {{ ref('int_vendors__sec_revenue_judged') }}
where set_aside_reason is not null

union all

select
    payload_sha256,
    'sec' as source,
    'inline_facts' as dataset,
    payload_row as row_no,
    set_aside_reason as reason,
    concat_ws(
        ' ', vendor_id, concept, member, period_start_on, 'to', period_end_on, cast(revenue_amount as varchar),
        currency, form, accession_number
    ) as detail
from {{ ref('int_vendors__filed_geographies') }}
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

union all

select
    payload_sha256,
    source,
    'bars' as dataset,
    case when count(*) = 1 then min(payload_row) end as row_no,
    superseded_reason as reason,
    symbol || ': ' || count(*) || ' bar(s), ' || min(session_on) || ' to ' || max(session_on) as detail
from {{ ref('int_market__superseded_bars') }}
where superseded_reason not in ('unknown_symbol', 'supplied_by_another_payload')
group by payload_sha256, source, symbol, superseded_reason

union all

select
    payload_sha256,
    source,
    'bars' as dataset,
    payload_row as row_no,
    'dividend_against_the_close' as reason,
    symbol || ' ' || session_on || ': dividend of ' || dividend || ' ' || dividend_currency || ', close ' || close
        as detail
from {{ ref('int_market__served_bars') }}
where
    is_dividend_implausible
    and set_aside_reason is null

union all

select
    payload_sha256,
    split_part(dataset, '/', 1) as source,
    split_part(dataset, '/', 2) as dataset,
    payload_row as row_no,
    set_aside_reason as reason,
    concat_ws(
        ' ', reporter_name, flow, coalesce(partner_name, partner_code), hs_code, period_start_on, 'to', period_end_on,
        cast(cast(value_amount as decimal(38, 2)) as varchar), currency
    ) as detail
from {{ ref('int_trade__judged') }}
where set_aside_reason is not null
