-- Curated actions with the dates and the citation of their Federal Register document. What a document states comes only
-- from the document: without its payload the publication date, the effective date and the citation are gone.
-- The public inspection of a document gives the hour of a day that a source states, and takes the place of a day that
-- would be a guess.
with seen as (

    select
        actions.*,
        filings.first_public_at as filed_at,
        inspections.inspected_at,
        inspections.inspected_on,
        coalesce(
            actions.first_public_basis in ('publication', 'effective')
            and inspections.inspected_on <= actions.first_public_on,
            false
        ) as is_by_inspection
    from {{ ref('int_events__actions') }} as actions
    left join {{ ref('int_events__filing_instants') }} as filings
        on actions.event_id = filings.event_id
    left join {{ ref('int_events__inspections') }} as inspections
        on actions.document_number = inspections.document_number

),

dated as (

    select
        actions.* replace (
            case
                when actions.is_by_inspection then actions.inspected_at
                when
                    actions.first_public_basis = 'source' and actions.first_public_session = 'unknown'
                    and actions.inspected_on = actions.first_public_on
                    then coalesce(actions.first_public_at, actions.filed_at, actions.inspected_at)
                else coalesce(actions.first_public_at, actions.filed_at)
            end as first_public_at,
            case when actions.is_by_inspection then actions.inspected_on else actions.first_public_on end
                as first_public_on,
            case when actions.is_by_inspection then 'America/New_York' else actions.first_public_zone end
                as first_public_zone,
            case when actions.is_by_inspection then 'inspection' else actions.first_public_basis end
                as first_public_basis,
            coalesce(actions.public_inspection_on, actions.inspected_on) as public_inspection_on
        ),
        documents.citation as document_citation,
        documents.html_url as document_url,
        documents.payload_sha256 as document_payload_sha256,
        coalesce(documents.is_sample, false) as is_document_sample,
        documents.document_number is not null as has_archived_document,
        case when actions.document_number is null then actions.published_on else documents.published_on end
            as stated_published_on,
        documents.effective_on as document_effective_on,
        documents.comments_close_on
    from seen as actions
    left join {{ ref('int_events__documents') }} as documents
        on actions.document_number = documents.document_number

)

select
    event_id,
    title,
    summary,
    action_type,
    instrument,
    direction,
    stage,
    scope,
    authority_id,
    jurisdiction,
    target_jurisdictions,
    document_number,
    official_number,
    issued_on,
    first_public_at,
    first_public_zone,
    first_public_session,
    first_public_basis,
    public_inspection_on,
    stated_published_on as published_on,
    compliance_on,
    expires_on,
    comments_close_on,
    date_note,
    date_confidence,
    event_confidence,
    source,
    source_url,
    document_url,
    confidence,
    has_archived_document,
    is_document_sample,
    document_payload_sha256,
    payload_sha256 as curated_payload_sha256,
    is_user_data,
    coalesce(
        first_public_on, cast(first_public_at at time zone coalesce(first_public_zone, 'UTC') as date)
    ) as first_public_on,
    case
        when stage = 'scheduled' or coalesce(first_public_on, cast(first_public_at as date)) is null then null
        when first_public_basis not in ('source', 'inspection') then 'guessed'
        when first_public_at is not null then 'instant'
        when first_public_session <> 'unknown' then 'part_of_day'
        else 'day_only'
    end as day0_grade,
    coalesce(effective_on, document_effective_on) as effective_on,
    case
        when effective_on is not null and document_effective_on is not null then 'curated_override'
        when effective_on is not null then 'curated'
        when document_effective_on is not null then 'document'
    end as effective_basis,
    coalesce(document_citation, legal_citation) as legal_citation,
    case
        when document_citation is not null then 'document'
        when legal_citation is not null then 'curated'
    end as citation_basis,
    coalesce(
        first_public_on,
        cast(first_public_at at time zone coalesce(first_public_zone, 'UTC') as date),
        public_inspection_on,
        stated_published_on
    ) as known_from,
    case
        when coalesce(first_public_on, cast(first_public_at as date), public_inspection_on) is not null then 'curated'
        when stated_published_on is not null and document_number is not null then 'stated'
        when stated_published_on is not null then 'curated'
    end as known_basis
from dated
