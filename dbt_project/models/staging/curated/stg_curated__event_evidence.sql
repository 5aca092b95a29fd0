with every as (

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

    union all by name

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
        true as is_user_data,
        payload_sha256
    from {{ ref('stg_overlay__events') }}

)

select *
from every
where {{ is_not_rejected('event_id') }}
