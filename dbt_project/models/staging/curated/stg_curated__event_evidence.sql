select
    {{ text_or_null('event_id') }} as event_id,
    cast(evidence_no as integer) as evidence_no,
    {{ text_or_null('evidence_kind') }} as evidence_kind,
    {{ text_or_null('publisher') }} as publisher,
    {{ text_or_null('newsroom') }} as newsroom,
    {{ text_or_null('title') }} as title,
    {{ text_or_null('url') }} as url,
    {{ text_or_null('document_number') }} as document_number,
    {{ text_or_null('citation') }} as citation,
    cast(published_on as date) as published_on,
    {{ text_or_null('stance') }} as stance,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    false as is_user_data,
    {{ seed_sha('event_evidence') }} as payload_sha256
from {{ ref('event_evidence') }}
