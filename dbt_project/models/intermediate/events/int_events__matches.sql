-- Why a record (document, story, change of a list) and an event of the ledger are one. Each row is a reason with a
-- score between 0 and 1; of the events a record fits, the best one is marked: highest score, nearest day, event key.
--   document_number, evidence_document, citation, official_number: the record names the event or the reverse
--   corrects_document: the record corrects the event's document
--   rule_document: the change of a list cites pages of the event's document
--   window: nearness in time with shared chips or vendors, or the same issuer and instrument. A vendor alone is little:
--   it needs the same issuer and instrument as well, or one of them on the very day
with events as (

    select
        event_id,
        document_number,
        {{ announcement_number('official_number') }} as announcement,
        legal_citation,
        instrument,
        jurisdiction,
        known_from,
        effective_on
    from {{ ref('int_events__dated') }}
    where stage <> 'scheduled'

),

event_subjects as (

    select
        event_id,
        'vendor' as subject_kind,
        vendor_id as subject_id
    from {{ ref('int_events__action_vendors') }}

    union

    select
        event_id,
        'chip_family' as subject_kind,
        chip_id as subject_id
    from {{ ref('int_events__action_chips') }}

),

candidates as (

    select
        *,
        {{ announcement_number('title') }} as announcement
    from {{ ref('int_events__candidates') }}

),

named_documents as (

    select
        events.event_id,
        candidates.candidate_id,
        'document_number' as method,
        1.0 as score
    from candidates
    inner join events on candidates.document_number = events.document_number

    union all

    select
        evidence.event_id,
        candidates.candidate_id,
        'evidence_document' as method,
        0.95 as score
    from candidates
    inner join {{ ref('int_events__stated_evidence') }} as evidence
        on candidates.document_number = evidence.document_number

    union all

    select
        events.event_id,
        candidates.candidate_id,
        'corrects_document' as method,
        0.8 as score
    from candidates
    inner join {{ ref('int_events__corrections') }} as corrections
        on candidates.document_number = corrections.document_number
    inner join events on corrections.corrected_document_number = events.document_number

    union all

    select
        events.event_id,
        candidates.candidate_id,
        'official_number' as method,
        0.9 as score
    from candidates
    inner join events on candidates.announcement = events.announcement

),

cited as (

    select
        event_id,
        legal_citation as citation
    from events
    where legal_citation is not null and document_number is null

    union

    select
        event_id,
        citation
    from {{ ref('int_events__stated_evidence') }}
    where citation is not null and document_number is null and evidence_kind = 'official_text'

),

by_citation as (

    select
        cited.event_id,
        documents.candidate_id,
        'citation' as method,
        case when documents.citation = cited.citation then 0.9 else 0.85 end as score
    from {{ ref('int_events__judged_documents') }} as documents
    inner join cited
        on
            documents.volume = {{ citation_volume('cited.citation') }}
            and {{ citation_page('cited.citation') }} between documents.start_page and documents.end_page
    where documents.relevance <> 'none'

),

by_rule as (

    select distinct
        events.event_id,
        changes.candidate_id,
        'rule_document' as method,
        0.95 as score
    from {{ ref('int_listings__changes') }} as changes
    inner join {{ ref('int_listings__citations') }} as citations on changes.listing_id = citations.listing_id
    inner join events on citations.document_number = events.document_number
    where changes.is_plausible and changes.change_kind = 'added' and citations.is_first_of_listing

),

-- Instruments of the headlines in the ledger's own terms.
instruments as (

    select distinct
        instrument,
        {{ unnest_list('ledger_instruments') }} as ledger_instrument
    from {{ ref('stg_derived__event_candidates') }}
    where instrument is not null

),

near as (

    select
        events.event_id,
        candidates.candidate_id,
        candidates.candidate_kind,
        abs({{ days_between('events.known_from', 'candidates.first_on') }}) as day_count,
        candidates.issuer_jurisdiction = events.jurisdiction as is_same_issuer,
        instruments.instrument is not null as is_same_instrument
    from candidates
    inner join events
        on
            {{ days_between('events.known_from', 'candidates.first_on') }}
            between -{{ var('match_days_before') }} and {{ var('match_days_after') }}
    left join instruments
        on candidates.instrument = instruments.instrument and events.instrument = instruments.ledger_instrument
    where
        candidates.candidate_kind in ('story', 'list_change')
        or (events.document_number is null and candidates.relevance = 'core')

),

shared as (

    select
        candidate_subjects.candidate_id,
        event_subjects.event_id,
        max(case when candidate_subjects.subject_kind = 'vendor' then 1 else 0 end) = 1 as has_shared_vendor,
        max(case when candidate_subjects.subject_kind = 'chip_family' then 1 else 0 end) = 1 as has_shared_chip
    from {{ ref('int_events__candidate_subjects') }} as candidate_subjects
    inner join event_subjects
        on
            candidate_subjects.subject_kind = event_subjects.subject_kind
            and candidate_subjects.subject_id = event_subjects.subject_id
    group by candidate_subjects.candidate_id, event_subjects.event_id

),

named_kinds as (

    select
        candidate_id,
        max(case when subject_kind = 'vendor' then 1 else 0 end) = 1 as names_vendor,
        max(case when subject_kind = 'chip_family' then 1 else 0 end) = 1 as names_chip
    from {{ ref('int_events__candidate_subjects') }}
    group by candidate_id

),

event_kinds as (

    select
        event_id,
        max(case when subject_kind = 'vendor' then 1 else 0 end) = 1 as names_vendor,
        max(case when subject_kind = 'chip_family' then 1 else 0 end) = 1 as names_chip
    from event_subjects
    group by event_id

),

weighed as (

    select
        near.event_id,
        near.candidate_id,
        near.candidate_kind,
        near.day_count,
        near.is_same_issuer,
        near.is_same_instrument,
        coalesce(shared.has_shared_vendor, false) as has_shared_vendor,
        coalesce(shared.has_shared_chip, false) as has_shared_chip,
        coalesce(named_kinds.names_chip and event_kinds.names_chip, false) as could_share_chip,
        coalesce(named_kinds.names_vendor and event_kinds.names_vendor, false) as could_share_vendor
    from near
    left join shared on near.event_id = shared.event_id and near.candidate_id = shared.candidate_id
    left join named_kinds on near.candidate_id = named_kinds.candidate_id
    left join event_kinds on near.event_id = event_kinds.event_id

),

by_window as (

    select
        event_id,
        candidate_id,
        'window' as method,
        0.30 * cast(has_shared_chip as integer)
        + 0.25 * cast(has_shared_vendor as integer)
        + 0.15 * cast(is_same_issuer as integer)
        + 0.15 * cast(is_same_instrument as integer)
        + 0.10 * (1 - cast(day_count as decimal(9, 4)) / ({{ var('match_days_after') }} + 1)) as score
    from weighed
    where
        (has_shared_chip or not could_share_chip)
        and (has_shared_vendor or has_shared_chip or not could_share_vendor)
        and (
            (candidate_kind = 'story' and has_shared_chip and (is_same_issuer or is_same_instrument))
            or (candidate_kind = 'story' and has_shared_vendor and is_same_issuer and is_same_instrument)
            or (
                candidate_kind = 'story'
                and has_shared_vendor
                and (is_same_issuer or is_same_instrument)
                and day_count <= 1
            )
            or (candidate_kind = 'story' and is_same_issuer and is_same_instrument and day_count <= 3)
            or (candidate_kind <> 'story' and has_shared_vendor and is_same_issuer and is_same_instrument)
        )

),

reasons as (

    select * from named_documents
    union all
    select * from by_citation
    union all
    select * from by_rule
    union all
    select * from by_window

),

best_reasons as (

    select
        event_id,
        candidate_id,
        method,
        cast(score as decimal(5, 4)) as score,
        row_number() over (partition by event_id, candidate_id order by score desc, method asc) as best_first
    from reasons

)

select
    best_reasons.event_id,
    best_reasons.candidate_id,
    candidates.candidate_kind,
    best_reasons.method,
    best_reasons.score,
    {{ days_between('events.known_from', 'candidates.first_on') }} as days_after_event,
    row_number() over (
        partition by best_reasons.candidate_id
        order by
            best_reasons.score desc,
            abs({{ days_between('events.known_from', 'candidates.first_on') }}) asc nulls last,
            best_reasons.event_id asc
    ) = 1 as is_best,
    coalesce(weighed.has_shared_vendor, false) as has_shared_vendor,
    coalesce(weighed.has_shared_chip, false) as has_shared_chip,
    candidates.payload_sha256
from best_reasons
inner join candidates on best_reasons.candidate_id = candidates.candidate_id
inner join events on best_reasons.event_id = events.event_id
left join weighed
    on best_reasons.event_id = weighed.event_id and best_reasons.candidate_id = weighed.candidate_id
where best_reasons.best_first = 1
