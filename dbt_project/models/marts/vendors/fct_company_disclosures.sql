select
    disclosure_id,
    vendor_id,
    measure_id,
    segment,
    period_start_on,
    period_end_on,
    disclosure_kind,
    wording,
    amount,
    case
        when wording in ('exact', 'more_than') then amount
        when wording = 'range' then range_low
        when wording = 'mid_single_digit' then 4
    end as value_low,
    case
        when wording in ('exact', 'less_than', 'up_to') then amount
        when wording = 'range' then range_high
        when wording = 'mid_single_digit' then 6
    end as value_high,
    currency,
    unit,
    denominator,
    case when currency = 'USD' then amount end as amount_usd,
    is_forecast,
    filed_on,
    filed_on as known_from,
    case when filed_on is null then 'curated' else 'stated' end as known_basis,
    accession_number,
    source,
    source_url,
    confidence,
    note,
    payload_sha256
from {{ ref('stg_curated__company_disclosures') }}
