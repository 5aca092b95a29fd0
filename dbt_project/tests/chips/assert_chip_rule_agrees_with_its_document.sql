-- A chip rule that names a Federal Register document cites that document and gives its day of publication.
{{ config(
    severity='error',
    meta={'check_kind': 'business', 'table': 'marts.dim_rule', 'column': 'citation'}
) }}

select
    rules.rule_id,
    rules.document_number,
    rules.citation,
    documents.citation as document_citation,
    rules.published_on,
    documents.published_on as document_published_on
from {{ ref('dim_rule') }} as rules
inner join {{ ref('stg_federal_register__documents') }} as documents
    on rules.document_number = documents.document_number
where
    rules.published_on is distinct from documents.published_on
    or (documents.citation is not null and rules.citation <> documents.citation)
