-- What companies filed of their total revenue, and the fourth quarters that follow from it, in the form of a statement.
with filed as (
    select
        vendor_id,
        cik,
        period_start_on,
        period_end_on,
        period_kind,
        value,
        currency,
        'reported' as basis,
        concept,
        accession_number,
        form,
        filed_on,
        known_to,
        is_latest,
        case when is_leading_series and is_latest then 1 end as preference_class,
        note,
        payload_sha256
    from {{ ref('int_vendors__sec_revenue_versions') }}

    union all

    select
        vendor_id,
        cik,
        period_start_on,
        period_end_on,
        'quarter' as period_kind,
        value,
        currency,
        'derived' as basis,
        concept,
        accession_number,
        form,
        filed_on,
        null as known_to,
        true as is_latest,
        2 as preference_class,
        null as note,
        payload_sha256
    from {{ ref('int_vendors__sec_fourth_quarters') }}
)

select
    vendor_id,
    period_start_on,
    period_end_on,
    period_kind,
    'total' as geography,
    cast(value as decimal(24, 2)) as revenue_amount,
    currency,
    basis,
    'unstated' as geo_basis,
    'sec_company_facts' as source_kind,
    concept,
    accession_number,
    form,
    filed_on,
    known_to,
    is_latest,
    preference_class,
    'SEC EDGAR company facts' as source,
    'https://www.sec.gov/Archives/edgar/data/' || cik || '/' || replace(accession_number, '-', '') as source_url,
    'high' as confidence,
    note,
    payload_sha256
from filed
