with every as (

    select
        {{ text_or_null('event_id') }} as event_id,
        {{ text_or_null('title') }} as title,
        {{ text_or_null('summary') }} as summary,
        {{ text_or_null('action_type') }} as action_type,
        {{ text_or_null('instrument') }} as instrument,
        {{ text_or_null('direction') }} as direction,
        {{ text_or_null('stage') }} as stage,
        {{ text_or_null('scope') }} as scope,
        {{ text_or_null('authority_id') }} as authority_id,
        {{ text_or_null('jurisdiction') }} as jurisdiction,
        {{ tidy_list('target_jurisdictions') }} as target_jurisdictions,
        {{ text_or_null('document_number') }} as document_number,
        {{ text_or_null('official_number') }} as official_number,
        cast(issued_on as date) as issued_on,
        cast(first_public_on as date) as first_public_on,
        cast(first_public_at as timestamp with time zone) as first_public_at,
        {{ text_or_null('first_public_zone') }} as first_public_zone,
        {{ text_or_null('first_public_session') }} as first_public_session,
        cast(public_inspection_on as date) as public_inspection_on,
        cast(published_on as date) as published_on,
        cast(effective_on as date) as effective_on,
        cast(compliance_on as date) as compliance_on,
        cast(expires_on as date) as expires_on,
        {{ text_or_null('date_note') }} as date_note,
        {{ text_or_null('date_confidence') }} as date_confidence,
        {{ text_or_null('event_confidence') }} as event_confidence,
        {{ text_or_null('legal_citation') }} as legal_citation,
        {{ text_or_null('source') }} as source,
        {{ text_or_null('source_url') }} as source_url,
        {{ text_or_null('confidence') }} as confidence,
        false as is_user_data,
        {{ seed_sha('actions') }} as payload_sha256
    from {{ ref('actions') }}

    union all by name

    select * exclude (evidence_kind)
    from {{ ref('stg_overlay__events') }}

)

select *
from every
where {{ is_not_rejected('event_id') }}
