select
    event_id,
    cast(evidence_no as integer) as evidence_no,
    evidence_kind,
    publisher,
    newsroom,
    title,
    url,
    document_number,
    citation,
    published_on,
    stance,
    payload_sha256 is not null as is_archived,
    source,
    confidence,
    is_user_data,
    coalesce(payload_sha256, curated_payload_sha256) as payload_sha256,
    curated_payload_sha256
from {{ ref('int_events__evidence') }}
