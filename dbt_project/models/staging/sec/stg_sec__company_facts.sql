select
    facts.payload_sha256,
    facts.row_number as payload_row,
    facts.cik,
    facts.entity_name,
    facts.taxonomy,
    facts.tag,
    facts.unit,
    facts.period_start as period_start_on,
    facts.period_end as period_end_on,
    facts.value,
    facts.accession_number,
    facts.fiscal_year,
    facts.fiscal_period,
    facts.form,
    facts.filed_on,
    facts.frame,
    payloads.observed_at,
    cast(date_diff('day', facts.period_start, facts.period_end) as integer) + 1 as period_days
from {{ source('raw', 'sec__company_facts') }} as facts
{{ payload_of('facts', 'sec/company_facts') }}
