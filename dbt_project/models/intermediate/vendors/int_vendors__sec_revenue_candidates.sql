-- Total revenue as US and international standards call it, in any currency of three letters.
with {{ revenue_concepts() }},

stated as (
    select
        *,
        taxonomy || ':' || tag as concept,
        upper(regexp_extract(unit, '^(?:iso4217:)?([A-Za-z]{3})$', 1)) as currency
    from {{ ref('stg_sec__company_facts') }}
    where period_start_on is not null
),

facts as (
    select
        vendors.vendor_id,
        stated.cik,
        stated.concept,
        concepts.tag_rank,
        stated.currency,
        stated.period_start_on,
        stated.period_end_on,
        stated.value,
        stated.accession_number,
        stated.form,
        stated.filed_on,
        stated.payload_sha256,
        stated.payload_row,
        stated.period_days,
        {{ revenue_period_kind('stated.period_days') }} as period_kind,
        row_number() over (
            partition by
                vendors.vendor_id, stated.concept, stated.currency, stated.period_start_on, stated.period_end_on,
                stated.value, stated.accession_number
            order by stated.observed_at desc nulls last, stated.payload_sha256 asc, stated.payload_row asc
        ) as copy_number
    from stated
    inner join concepts on stated.concept = concepts.concept
    inner join {{ ref('int_vendors__vendors') }} as vendors on stated.cik = vendors.cik
    where stated.currency <> ''
)

select
    vendor_id,
    cik,
    concept,
    tag_rank,
    currency,
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
