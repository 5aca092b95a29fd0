with vendors as (

    select
        links.event_id,
        {{ sorted_text("case when links.vendor_role = 'restricted' then vendors.vendor_name end") }}
            as restricted_vendors,
        {{ sorted_text("case when links.vendor_role = 'target' then vendors.vendor_name end") }} as target_vendors,
        {{ sorted_text("case when links.vendor_role = 'favoured' then vendors.vendor_name end") }}
            as favoured_vendors,
        {{ sorted_text("case when links.vendor_role in ('supplier', 'buyer') then vendors.vendor_name end") }}
            as other_vendors
    from {{ ref('bridge_event_vendors') }} as links
    inner join {{ ref('dim_vendor') }} as vendors on links.vendor_id = vendors.vendor_id
    group by links.event_id

),

chips as (

    select
        links.event_id,
        {{ sorted_text('chips.family_chip_name') }} as chips
    from {{ ref('bridge_event_chips') }} as links
    inner join {{ ref('dim_chip_family') }} as chips on links.family_chip_id = chips.family_chip_id
    group by links.event_id

),

-- The status that each step of the event gave its measure, last step of a measure first. What was only announced is a
-- plan before its day and an unknown outcome from then on.
steps as (

    select
        steps.event_id,
        steps.measure_id,
        steps.starts_on,
        {{ status_by_outcome('steps.status', 'steps.is_outcome_verified', 'steps.starts_on', newest_observed_on()) }}
            as status,
        row_number() over (
            partition by steps.event_id, steps.measure_id order by steps.step_no desc
        ) as last_first
    from {{ ref('bridge_event_measures') }} as steps

),

last_steps as (

    select
        steps.event_id,
        measures.measure_title || ': ' || {{ said('steps.status') }}
        || coalesce(' from ' || cast(steps.starts_on as varchar), '') as step_text
    from steps
    inner join {{ ref('dim_measure') }} as measures on steps.measure_id = measures.measure_id
    left join {{ words_for('status_after') }} as words on steps.status = words.value
    where steps.last_first = 1

),

measures as (

    select
        event_id,
        {{ sorted_text('step_text') }} as measure_status_after
    from last_steps
    group by event_id

),

publishers as (

    select
        event_id,
        {{ sorted_text('coalesce(newsroom, publisher)') }} as evidence_publishers
    from {{ ref('bridge_event_evidence') }}
    group by event_id

),

-- News of the event: stories that were matched to it, and the distinct outlets that told them.
stories as (

    select
        matches.event_id,
        count(*) as story_count,
        min(candidates.first_on) as first_story_on
    from {{ ref('int_events__matches') }} as matches
    inner join {{ ref('int_events__candidates') }} as candidates on matches.candidate_id = candidates.candidate_id
    where matches.is_best and matches.candidate_kind = 'story'
    group by matches.event_id

),

outlets as (

    select
        matches.event_id,
        count(distinct articles.outlet_id) as outlet_count,
        count(distinct case when copies.duplicate_kind is null then articles.outlet_id end) as story_newsroom_count
    from {{ ref('int_events__matches') }} as matches
    inner join {{ ref('int_events__candidates') }} as candidates on matches.candidate_id = candidates.candidate_id
    inner join {{ ref('int_events__story_articles') }} as told on candidates.story_id = told.story_id
    inner join {{ ref('int_news__articles') }} as articles on told.article_id = articles.article_id
    inner join {{ ref('int_news__stories') }} as copies on told.article_id = copies.article_id
    where matches.is_best and matches.candidate_kind = 'story'
    group by matches.event_id

),

sample_events as (

    select distinct evidence.event_id
    from {{ ref('bridge_event_evidence') }} as evidence
    inner join {{ samples() }} as samples on evidence.payload_sha256 = samples.payload_sha256
    where samples.is_sample

)

select
    events.event_id,
    coalesce(events.first_public_on, events.known_from) as public_on,
    events.title,
    events.summary,
    authorities.authority_name as issuer_name,
    events.jurisdiction,
    events.target_jurisdictions,
    events.action_type,
    events.instrument,
    events.direction,
    events.stage,
    events.scope,
    vendors.restricted_vendors,
    vendors.target_vendors,
    vendors.favoured_vendors,
    vendors.other_vendors,
    chips.chips,
    events.issued_on,
    events.published_on,
    events.effective_on,
    events.compliance_on,
    events.expires_on,
    events.comments_close_on,
    events.legal_citation,
    events.official_number,
    events.evidence_grade,
    events.newsroom_count,
    publishers.evidence_publishers,
    coalesce(stories.story_count, 0) as story_count,
    coalesce(outlets.outlet_count, 0) as outlet_count,
    coalesce(outlets.story_newsroom_count, 0) as story_newsroom_count,
    stories.first_story_on,
    events.has_issuer_denial,
    events.event_confidence,
    events.date_confidence,
    measures.measure_status_after,
    events.source_url,
    events.is_user_data,
    sample_events.event_id is not null as is_sample
from {{ ref('fct_sanction_events') }} as events
left join {{ ref('dim_authority') }} as authorities on events.authority_id = authorities.authority_id
left join vendors on events.event_id = vendors.event_id
left join chips on events.event_id = chips.event_id
left join measures on events.event_id = measures.event_id
left join publishers on events.event_id = publishers.event_id
left join stories on events.event_id = stories.event_id
left join outlets on events.event_id = outlets.event_id
left join sample_events on events.event_id = sample_events.event_id
