select
    documents.document_number,
    documents.title,
    documents.document_type,
    documents.abstract,
    documents.action as document_action,
    documents.dates as dates_text,
    cast(documents.publication_date as date) as published_on,
    cast(documents.effective_on as date) as effective_on,
    documents.citation,
    cast(documents.volume as integer) as volume,
    cast(documents.start_page as integer) as start_page,
    cast(documents.end_page as integer) as end_page,
    {{ list_to_text('documents.agency_slugs') }} as agency_slugs,
    {{ list_to_text('documents.docket_ids') }} as docket_ids,
    {{ list_to_text('documents.regulation_id_numbers') }} as regulation_id_numbers,
    {{ list_to_text('documents.cfr_references') }} as cfr_references,
    documents.correction_of,
    documents.html_url,
    documents.pdf_url,
    documents.payload_sha256,
    cast(documents.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from {{ source('raw', 'federal_register__documents') }} as documents
left join {{ ref('stg_meta__payloads') }} as payloads
    on
        documents.payload_sha256 = payloads.payload_sha256
        and payloads.source = 'federal_register'
        and payloads.dataset = 'documents'
