with vendors as (

    select
        subjects.candidate_id,
        {{ sorted_text("case when subjects.subject_kind = 'vendor' then vendors.vendor_name end") }} as vendors,
        {{ sorted_text("case when subjects.subject_kind = 'chip_family' then chips.family_chip_name end") }} as chips
    from {{ ref('int_events__candidate_subjects') }} as subjects
    left join {{ ref('dim_vendor') }} as vendors
        on subjects.subject_id = vendors.vendor_id and subjects.subject_kind = 'vendor'
    left join {{ ref('dim_chip_family') }} as chips
        on subjects.subject_id = chips.family_chip_id and subjects.subject_kind = 'chip_family'
    group by subjects.candidate_id

),

outlets as (

    select
        story_articles.story_id,
        {{ sorted_text('articles.outlet') }} as outlets
    from {{ ref('int_events__story_articles') }} as story_articles
    inner join {{ ref('int_news__articles') }} as articles on story_articles.article_id = articles.article_id
    group by story_articles.story_id

),

rejected as (

    select
        candidate_id,
        reason,
        'user' as rejected_by
    from {{ ref('stg_overlay__rejections') }}

    union all

    select
        candidate_id,
        reason,
        'curator' as rejected_by
    from {{ ref('stg_curated__candidate_rejections') }}

),

rejections as (

    select
        keys.candidate_id,
        min(rejected.rejected_by) as rejected_by,
        min(rejected.reason) as rejection_reason
    from {{ ref('int_events__candidate_keys') }} as keys
    inner join rejected on keys.key_of_candidate = rejected.candidate_id
    group by keys.candidate_id

)

select
    candidates.candidate_id,
    candidates.candidate_kind,
    case
        when rejections.candidate_id is not null then 'rejected'
        when matches.event_id is not null then 'matched'
        when candidates.relevance = 'review' then 'review'
        when candidates.evidence_grade = 'official_text' then 'promoted'
        when candidates.newsroom_count >= {{ var('newsrooms_to_promote') }} then 'promoted'
        else 'reported'
    end as candidate_state,
    case
        when rejections.candidate_id is not null then rejections.rejected_by
        when matches.event_id is not null then 'ledger_event'
        when candidates.relevance = 'review' and candidates.candidate_kind = 'headline' then 'unsure_readers'
        when candidates.relevance = 'review' then 'unclear_subject'
        when candidates.evidence_grade = 'official_text' then 'official_text'
        when candidates.newsroom_count >= {{ var('newsrooms_to_promote') }} then 'independent_newsrooms'
    end as state_basis,
    rejections.rejection_reason,
    candidates.first_on,
    candidates.last_on,
    candidates.title,
    candidates.url,
    candidates.relevance,
    candidates.reason,
    candidates.probability,
    candidates.instrument,
    candidates.instrument_probability,
    candidates.second_instrument,
    candidates.second_probability,
    candidates.issuer_jurisdiction,
    candidates.action_type,
    candidates.direction,
    candidates.stage,
    vendors.vendors,
    vendors.chips,
    candidates.evidence_grade,
    candidates.article_count,
    candidates.outlet_count,
    candidates.publisher_count,
    candidates.newsroom_count,
    candidates.newsrooms,
    candidates.copied_article_count,
    candidates.doubted_article_count,
    outlets.outlets,
    candidates.document_number,
    documents.comments_close_on,
    candidates.story_id,
    likely.candidate_id as likely_candidate_id,
    candidates.list_code,
    matches.event_id,
    matches.method as match_method,
    matches.score as match_score,
    -- Doubt times importance: an official text counts as many newsrooms as make news sure; what names a vendor or chip
    -- counts twice; what only adds to a story that is published counts half.
    case
        when candidates.relevance = 'review'
            then
                cast(
                    (1 - abs(2 * coalesce(candidates.probability, 0.5) - 1))
                    * case
                        when candidates.evidence_grade = 'official_text' then {{ var('newsrooms_to_promote') }}
                        else candidates.publisher_count
                    end
                    * case when coalesce(vendors.vendors, vendors.chips) is null then 1 else 2 end
                    * case when likely.candidate_id is null then 1 else 0.5 end
                    as decimal(9, 4)
                )
    end as review_weight,
    coalesce(samples.is_sample, false) as is_sample
from {{ ref('int_events__candidates') }} as candidates
left join {{ ref('int_events__candidates') }} as likely on candidates.proposed_story_id = likely.story_id
left join {{ ref('int_events__matches') }} as matches
    on candidates.candidate_id = matches.candidate_id and matches.is_best
left join rejections on candidates.candidate_id = rejections.candidate_id
left join vendors on candidates.candidate_id = vendors.candidate_id
left join outlets on candidates.story_id = outlets.story_id
left join {{ ref('int_events__documents') }} as documents on candidates.document_number = documents.document_number
left join {{ samples() }} as samples on candidates.payload_sha256 = samples.payload_sha256
where candidates.relevance <> 'none' or matches.event_id is not null
