select
    payload_sha256,
    row_number as payload_row,
    cik,
    entity_name,
    taxonomy,
    tag,
    unit,
    period_start as period_start_on,
    period_end as period_end_on,
    value,
    accession_number,
    fiscal_year,
    fiscal_period,
    form,
    filed_on,
    frame,
    cast(date_diff('day', period_start, period_end) as integer) + 1 as period_days
from {{ source('raw', 'sec__company_facts') }}
