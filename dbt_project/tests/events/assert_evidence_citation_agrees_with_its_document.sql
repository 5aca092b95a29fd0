{{ config(
    severity='error',
    meta={'check_kind': 'citation', 'table': 'marts.bridge_event_evidence', 'column': 'citation'}
) }}

-- A curated citation must point into the pages of the document that the same row names.
select
    evidence.event_id,
    evidence.evidence_no,
    evidence.citation,
    documents.citation as document_citation
from {{ ref('int_events__stated_evidence') }} as evidence
inner join {{ ref('int_events__documents') }} as documents on evidence.document_number = documents.document_number
where
    {{ citation_volume('evidence.citation') }} <> documents.volume
    or {{ citation_page('evidence.citation') }} not between documents.start_page and documents.end_page
