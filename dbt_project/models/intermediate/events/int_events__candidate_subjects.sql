-- One row a candidate and vendor or chip family that it names. A story names what most of its headlines name:
-- what one headline adds is not what the story is about.
with headlines as (

    select distinct
        candidates.candidate_id,
        extracted.title,
        extracted.vendor_ids,
        extracted.family_chip_ids
    from {{ ref('int_events__candidates') }} as candidates
    inner join {{ ref('int_events__judged_headlines') }} as extracted
        on candidates.story_id = extracted.story_id

),

headline_counts as (

    select
        candidate_id,
        count(distinct title) as headline_count
    from headlines
    group by candidate_id

),

headline_subjects as (

    select
        candidate_id,
        title,
        'vendor' as subject_kind,
        {{ unnest_list('vendor_ids') }} as subject_id
    from headlines

    union all

    select
        candidate_id,
        title,
        'chip_family' as subject_kind,
        {{ unnest_list('family_chip_ids') }} as subject_id
    from headlines

),

story_subjects as (

    select
        headline_subjects.candidate_id,
        headline_subjects.subject_kind,
        headline_subjects.subject_id
    from headline_subjects
    inner join headline_counts on headline_subjects.candidate_id = headline_counts.candidate_id
    group by
        headline_subjects.candidate_id,
        headline_subjects.subject_kind,
        headline_subjects.subject_id,
        headline_counts.headline_count
    having 2 * count(distinct headline_subjects.title) > headline_counts.headline_count

),

named as (

    select * from story_subjects

    union all

    select
        'headline:' || canonical_article_id as candidate_id,
        'vendor' as subject_kind,
        {{ unnest_list('vendor_ids') }} as subject_id
    from {{ ref('int_events__judged_headlines') }}
    where relevance = 'review'

    union all

    select
        'headline:' || canonical_article_id as candidate_id,
        'chip_family' as subject_kind,
        {{ unnest_list('family_chip_ids') }} as subject_id
    from {{ ref('int_events__judged_headlines') }}
    where relevance = 'review'

    union all

    select
        candidate_id,
        'vendor' as subject_kind,
        {{ unnest_list('vendor_ids') }} as subject_id
    from {{ ref('int_events__judged_documents') }}

    union all

    select
        candidate_id,
        'chip_family' as subject_kind,
        {{ unnest_list('family_chip_ids') }} as subject_id
    from {{ ref('int_events__judged_documents') }}

    union all

    select
        'document:' || citations.document_number as candidate_id,
        'vendor' as subject_kind,
        entries.vendor_id as subject_id
    from {{ ref('int_listings__citations') }} as citations
    inner join {{ ref('int_listings__entries') }} as entries on citations.entry_key = entries.entry_key
    where citations.is_first_of_listing and citations.document_number is not null and entries.vendor_id is not null

    union all

    select
        candidate_id,
        'vendor' as subject_kind,
        vendor_id as subject_id
    from {{ ref('int_listings__changes') }}
    where is_plausible and vendor_id is not null

)

select distinct
    candidate_id,
    subject_kind,
    subject_id
from named
where subject_id is not null
