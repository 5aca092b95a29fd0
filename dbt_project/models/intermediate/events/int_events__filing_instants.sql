-- The instant of an action that a company's own filing made public and that has no document of its own. A filing counts
-- when it was public on the first public day of the action.
select
    actions.event_id,
    min(filings.public_at) as first_public_at
from {{ ref('int_events__actions') }} as actions
inner join {{ ref('stg_curated__event_evidence') }} as evidence
    on
        actions.event_id = evidence.event_id
        and evidence.evidence_kind = 'company_filing'
inner join {{ ref('int_events__filing_times') }} as filings
    on
        filings.accession_number = regexp_extract(evidence.url, '[0-9]{10}-[0-9]{2}-[0-9]{6}')
        or replace(filings.accession_number, '-', '') = regexp_extract(evidence.url, '/data/[0-9]+/([0-9]{18})/', 1)
where
    actions.document_number is null
    and actions.first_public_at is null
    and cast(filings.public_at at time zone 'America/New_York' as date) = actions.first_public_on
group by actions.event_id
