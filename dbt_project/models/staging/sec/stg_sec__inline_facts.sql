-- Figures tagged in filings; the accession number stands in the address of the payload.
select
    facts.payload_sha256,
    facts.row_number as payload_row,
    facts.cik,
    facts.form,
    facts.concept,
    facts.unit,
    facts.period_start as period_start_on,
    facts.period_end as period_end_on,
    facts.dimensions,
    facts.value,
    facts.decimals,
    payloads.url,
    payloads.observed_at,
    regexp_replace(
        nullif(regexp_extract(payloads.url, '/data/[0-9]+/([0-9]{18})/', 1), ''),
        '([0-9]{10})([0-9]{2})([0-9]{6})',
        '\1-\2-\3'
    ) as accession_number,
    cast(date_diff('day', facts.period_start, facts.period_end) as integer) + 1 as period_days
from {{ source('raw', 'sec__inline_facts') }} as facts
{{ payload_of('facts', 'sec/inline_facts') }}
