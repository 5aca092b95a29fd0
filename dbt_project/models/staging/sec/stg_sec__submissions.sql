-- EDGAR writes the time of Washington and ends it in Z.
select
    filings.payload_sha256,
    filings.cik,
    filings.accession_number,
    filings.form,
    filings.filed_on,
    filings.items,
    payloads.observed_at,
    try_cast(replace(filings.accepted_text, 'Z', '') as timestamp) at time zone 'America/New_York' as accepted_at
from {{ source('raw', 'sec__submissions') }} as filings
{{ payload_of('filings', 'sec/submissions') }}
