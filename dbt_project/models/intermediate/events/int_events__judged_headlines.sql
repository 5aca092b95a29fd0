-- One row a headline as it was read, with what a person last decided of it. A decision on an article holds for the
-- copies of its title in those days, whatever the readers say of them later.
with decisions as (

    select
        copies.canonical_article_id,
        review.decision,
        review.merged_into,
        review.instrument,
        review.issuer_jurisdiction,
        review.direction,
        'decided by ' || review.decided_by || ' on ' || cast(cast(review.decided_at as date) as {{ text_type() }})
        || ': ' || review.reason as reason,
        row_number() over (
            partition by copies.canonical_article_id
            order by review.decided_at desc, review.candidate_id asc
        ) as newest_first
    from {{ ref('stg_overlay__review') }} as review
    inner join {{ ref('int_news__stories') }} as copies on review.candidate_id = 'headline:' || copies.article_id

),

decided as (

    select *
    from decisions
    where newest_first = 1

),

seen as (

    select
        sightings.article_id,
        copies.canonical_article_id,
        headlines.source,
        headlines.payload_sha256,
        headlines.row_no,
        headlines.title,
        headlines.published_on,
        headlines.relevance,
        headlines.reason,
        headlines.score,
        headlines.instrument,
        headlines.instrument_probability,
        headlines.second_instrument,
        headlines.second_probability,
        headlines.direction,
        headlines.stage,
        headlines.issuer_jurisdiction,
        headlines.vendor_ids,
        headlines.family_chip_ids,
        headlines.text_id,
        headlines.story_id as read_story_id,
        coalesce(headlines.story_id, headlines.proposed_story_id) as any_story_id
    from {{ ref('stg_derived__event_candidates') }} as headlines
    inner join {{ ref('int_news__sightings') }} as sightings
        on
            headlines.source = sightings.source
            and headlines.payload_sha256 = sightings.payload_sha256
            and headlines.row_no = sightings.row_no
    inner join {{ ref('int_news__stories') }} as copies on sightings.article_id = copies.article_id
    where headlines.record_kind = 'headline'

),

named_stories as (

    select
        'story:' || article_id as key_of_candidate,
        coalesce(min(read_story_id), min(any_story_id)) as story_id
    from seen
    group by article_id

),

judged as (

    select
        seen.article_id,
        seen.canonical_article_id,
        seen.source,
        seen.payload_sha256,
        seen.row_no,
        seen.title,
        seen.published_on,
        case
            when decided.decision in ('core', 'merge') then 'core'
            when decided.decision is not null then 'none'
            else seen.relevance
        end as relevance,
        coalesce(decided.reason, seen.reason) as reason,
        seen.score,
        coalesce(decided.instrument, seen.instrument) as instrument,
        case when decided.instrument is null then seen.instrument_probability end as instrument_probability,
        case when decided.instrument is null then seen.second_instrument end as second_instrument,
        case when decided.instrument is null then seen.second_probability end as second_probability,
        coalesce(decided.direction, seen.direction) as direction,
        seen.stage,
        coalesce(decided.issuer_jurisdiction, seen.issuer_jurisdiction) as issuer_jurisdiction,
        seen.vendor_ids,
        seen.family_chip_ids,
        seen.text_id,
        seen.read_story_id,
        case
            when decided.decision is null then seen.read_story_id
            when decided.decision = 'merge' then coalesce(named_stories.story_id, seen.any_story_id)
            when decided.decision = 'core' then coalesce(seen.any_story_id, 'story-' || seen.canonical_article_id)
        end as story_id,
        case
            when decided.decision is null and seen.read_story_id is null then seen.any_story_id
        end as proposed_story_id
    from seen
    left join decided on seen.canonical_article_id = decided.canonical_article_id
    left join named_stories on decided.merged_into = named_stories.key_of_candidate

)

select
    *,
    coalesce(story_id <> coalesce(read_story_id, ''), false) as is_put_by_hand
from judged
