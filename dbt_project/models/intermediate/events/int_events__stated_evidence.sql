-- Evidence that the curated rows or the user's own events state, but of those that the user rejected. An event of the
-- user is its own first evidence.
with own as (

    select
        event_id,
        1 as evidence_no,
        evidence_kind,
        source as publisher,
        case when evidence_kind = 'press' then source end as newsroom,
        title,
        source_url as url,
        document_number,
        legal_citation as citation,
        first_public_on as published_on,
        'confirms' as stance,
        source,
        confidence,
        is_user_data,
        payload_sha256
    from {{ ref('stg_overlay__events') }}

),

evidence as (

    {{ union_of([
        ref('stg_curated__event_evidence'),
        'own',
    ]) }}

)

select *
from evidence
where {{ is_not_rejected('event_id') }}
