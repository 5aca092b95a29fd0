with facts as (
    select
        vendors.vendor_id,
        facts.cik,
        facts.tag,
        facts.unit,
        facts.period_start_on,
        facts.period_end_on,
        facts.value,
        facts.accession_number,
        facts.form,
        facts.filed_on,
        facts.payload_sha256,
        facts.payload_row,
        facts.period_days,
        case facts.tag when 'Revenues' then 1 when 'SalesRevenueNet' then 3 else 2 end as tag_rank,
        {{ revenue_period_kind('facts.period_days') }} as period_kind,
        row_number() over (
            partition by
                vendors.vendor_id, facts.tag, facts.unit, facts.period_start_on, facts.period_end_on,
                facts.value, facts.accession_number
            order by facts.observed_at desc nulls last, facts.payload_sha256 asc, facts.payload_row asc
        ) as copy_number
    from {{ ref('stg_sec__company_facts') }} as facts
    inner join {{ ref('int_vendors__vendors') }} as vendors
        on facts.cik = vendors.cik
    where
        facts.taxonomy = 'us-gaap'
        and facts.tag in ('Revenues', 'RevenueFromContractWithCustomerExcludingAssessedTax', 'SalesRevenueNet')
        and facts.period_start_on is not null
        and length(facts.unit) = 3
        and facts.unit = upper(facts.unit)
)

select
    vendor_id,
    cik,
    tag,
    tag_rank,
    unit as currency,
    period_start_on,
    period_end_on,
    period_kind,
    period_days,
    value,
    accession_number,
    form,
    filed_on,
    payload_sha256,
    payload_row
from facts
where
    copy_number = 1
    and period_kind <> 'other'
