-- One row a document and line of its text that says what is done to a list: the newest text of a document wins.
with newest as (

    select
        document_number,
        arg_max(payload_sha256, (observed_at, payload_sha256)) as payload_sha256
    from {{ ref('stg_federal_register__text_lines') }}
    group by document_number

)

select
    texts.document_number,
    texts.line_no,
    texts.line_kind,
    texts.change_kind,
    texts.list_code,
    texts.country_printed,
    texts.country_code,
    texts.entity_name,
    {{ text_key('texts.entity_name') }} as name_key,
    texts.stated_count,
    texts.payload_sha256
from {{ ref('stg_federal_register__text_lines') }} as texts
inner join newest
    on texts.document_number = newest.document_number and texts.payload_sha256 = newest.payload_sha256
