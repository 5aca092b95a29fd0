-- Evidence of every event: the curated rows, and the event's own Federal Register document when the archive holds it
-- and no curated row names it (evidence_no 0).
with curated as (

    select
        evidence.event_id,
        evidence.evidence_no,
        evidence.evidence_kind,
        evidence.publisher,
        evidence.newsroom,
        evidence.title,
        coalesce(evidence.url, documents.html_url) as url,
        evidence.document_number,
        coalesce(documents.citation, evidence.citation) as citation,
        coalesce(evidence.published_on, documents.published_on) as published_on,
        evidence.stance,
        documents.payload_sha256,
        documents.is_sample,
        evidence.payload_sha256 as curated_payload_sha256,
        evidence.source,
        evidence.confidence,
        evidence.is_user_data
    from {{ ref('int_events__stated_evidence') }} as evidence
    left join {{ ref('int_events__documents') }} as documents
        on evidence.document_number = documents.document_number

),

own_document as (

    select
        events.event_id,
        0 as evidence_no,
        'official_text' as evidence_kind,
        documents.publisher,
        cast(null as varchar) as newsroom,
        documents.title,
        documents.html_url as url,
        documents.document_number,
        documents.citation,
        documents.published_on,
        'confirms' as stance,
        documents.payload_sha256,
        documents.is_sample,
        events.curated_payload_sha256,
        documents.publisher || ' document of the event' as source,
        'high' as confidence,
        events.is_user_data
    from {{ ref('int_events__dated') }} as events
    inner join {{ ref('int_events__documents') }} as documents
        on events.document_number = documents.document_number
    where
        not exists (
            select 1
            from curated
            where curated.event_id = events.event_id and curated.document_number = documents.document_number
        )

)

select * from curated
union all
select * from own_document
