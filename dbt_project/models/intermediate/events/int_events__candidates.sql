-- One row a candidate: a document, a story of the news, a headline that a person has to judge, or what one snapshot of
-- a screening list changed about known vendors. `newsroom_count` counts distinct publishers of a story that have a text
-- of their own. A story is called by the article met first, so that older ones that come later, and those that a person
-- puts into it, leave it its name.
with published as (

    select
        story_articles.story_id,
        story_articles.text_id,
        story_articles.is_put_by_hand,
        articles.article_id,
        articles.title,
        articles.url,
        articles.outlet_id,
        articles.first_known_at,
        articles.fetched_at,
        articles.payload_sha256,
        publishers.publisher_id,
        publishers.feed_site,
        publishers.is_doubtful,
        {{ utc_date('articles.first_known_at') }} as told_on
    from {{ ref('int_events__story_articles') }} as story_articles
    inner join {{ ref('int_news__articles') }} as articles on story_articles.article_id = articles.article_id
    inner join {{ ref('int_news__publishers') }} as publishers on story_articles.article_id = publishers.article_id

),

-- A newsroom or a feed that reports more measures on a day than there can be counts for none of them.
floods as (

    select
        'newsroom' as flood_kind,
        publisher_id as flood_id,
        told_on
    from published
    group by publisher_id, told_on
    having count(distinct story_id) > {{ var('stories_of_newsroom_a_day') }}

    union all

    select
        'feed' as flood_kind,
        feed_site as flood_id,
        told_on
    from published
    where feed_site <> ''
    group by feed_site, told_on
    having count(distinct story_id) > {{ var('stories_of_newsroom_a_day') }}

),

told as (

    select
        published.*,
        newsroom_floods.flood_id is not null or feed_floods.flood_id is not null as is_flood,
        row_number() over (
            partition by published.story_id
            order by
                case when published.is_put_by_hand then 1 else 0 end asc,
                published.fetched_at asc nulls last,
                published.first_known_at asc nulls last,
                published.article_id asc
        ) as first_told
    from published
    left join floods as newsroom_floods
        on
            newsroom_floods.flood_kind = 'newsroom'
            and published.publisher_id = newsroom_floods.flood_id
            and published.told_on is not distinct from newsroom_floods.told_on
    left join floods as feed_floods
        on
            feed_floods.flood_kind = 'feed'
            and published.feed_site = feed_floods.flood_id
            and published.told_on is not distinct from feed_floods.told_on

),

-- Of the articles with one text the first that can be believed.
texts as (

    select
        *,
        is_flood or is_doubtful as is_doubted,
        row_number() over (
            partition by story_id, coalesce(text_id, article_id)
            order by case when is_flood or is_doubtful then 1 else 0 end, first_known_at nulls last, article_id
        ) as first_of_text
    from told

),

counted as (

    select
        *,
        case when first_of_text = 1 and not is_doubted then publisher_id end as newsroom
    from texts

),

told_counts as (

    select
        story_id,
        count(*) as article_count,
        count(distinct outlet_id) as outlet_count,
        count(distinct publisher_id) as publisher_count,
        count(distinct newsroom) as newsroom_count,
        {{ sorted_text('newsroom') }} as newsrooms,
        count(case when first_of_text > 1 then 1 end) as copied_article_count,
        count(case when is_doubted then 1 end) as doubted_article_count,
        min(first_known_at) as first_known_at,
        max(first_known_at) as last_known_at
    from counted
    group by story_id

),

-- Of the readings of a story's headlines the most frequent one; of equally frequent ones the first by name.
ordered_headlines as (

    select
        *,
        row_number() over (
            partition by story_id, instrument, issuer_jurisdiction, direction, stage
            order by
                instrument_probability desc nulls last,
                second_probability desc nulls last,
                second_instrument asc nulls last
        ) as surest
    from {{ ref('int_events__judged_headlines') }}
    where story_id is not null

),

readings as (

    select
        story_id,
        instrument,
        issuer_jurisdiction,
        direction,
        stage,
        count(*) as headline_count,
        max(score) as score,
        max(case when surest = 1 then instrument_probability end) as instrument_probability,
        max(case when surest = 1 then second_instrument end) as second_instrument,
        max(case when surest = 1 then second_probability end) as second_probability
    from ordered_headlines
    group by story_id, instrument, issuer_jurisdiction, direction, stage

),

ranked_readings as (

    select
        *,
        row_number() over (
            partition by story_id
            order by
                headline_count desc,
                score desc nulls last,
                instrument asc nulls last,
                issuer_jurisdiction asc nulls last,
                direction asc nulls last,
                stage asc nulls last
        ) as most_frequent
    from readings

),

stories as (

    select
        'story:' || told.article_id as candidate_id,
        'story' as candidate_kind,
        told.story_id,
        cast(null as {{ text_type() }}) as proposed_story_id,
        cast(null as {{ text_type() }}) as document_number,
        cast(null as {{ text_type() }}) as list_code,
        told.title,
        told.url,
        {{ utc_date('told_counts.first_known_at') }} as first_on,
        {{ utc_date('told_counts.last_known_at') }} as last_on,
        'core' as relevance,
        'reports a government measure on chips or their makers' as reason,
        ranked_readings.score as probability,
        ranked_readings.instrument,
        ranked_readings.instrument_probability,
        ranked_readings.second_instrument,
        ranked_readings.second_probability,
        ranked_readings.issuer_jurisdiction,
        cast(null as {{ text_type() }}) as action_type,
        ranked_readings.direction,
        ranked_readings.stage,
        told_counts.article_count,
        told_counts.outlet_count,
        told_counts.publisher_count,
        told_counts.newsroom_count,
        told_counts.newsrooms,
        told_counts.copied_article_count,
        told_counts.doubted_article_count,
        case when told_counts.newsroom_count >= 2 then 'multiple_press' else 'single_press' end as evidence_grade,
        told.payload_sha256
    from told
    inner join told_counts on told.story_id = told_counts.story_id
    inner join ranked_readings on told.story_id = ranked_readings.story_id and ranked_readings.most_frequent = 1
    where told.first_told = 1

),

doubted as (

    select
        headlines.canonical_article_id,
        headlines.article_id,
        headlines.title,
        headlines.reason,
        headlines.score,
        headlines.instrument,
        headlines.instrument_probability,
        headlines.second_instrument,
        headlines.second_probability,
        headlines.issuer_jurisdiction,
        headlines.direction,
        headlines.stage,
        headlines.proposed_story_id,
        articles.url,
        articles.first_known_at,
        articles.outlet_id,
        articles.payload_sha256,
        publishers.publisher_id,
        publishers.is_doubtful,
        row_number() over (
            partition by headlines.canonical_article_id
            order by
                case when headlines.article_id = headlines.canonical_article_id then 0 else 1 end asc,
                headlines.score desc nulls last,
                headlines.article_id asc,
                headlines.payload_sha256 asc,
                headlines.row_no asc
        ) as shown_first
    from {{ ref('int_events__judged_headlines') }} as headlines
    inner join {{ ref('int_news__articles') }} as articles on headlines.article_id = articles.article_id
    inner join {{ ref('int_news__publishers') }} as publishers on headlines.article_id = publishers.article_id
    left join {{ ref('int_events__story_articles') }} as told on headlines.article_id = told.article_id
    where headlines.relevance = 'review' and told.article_id is null

),

doubted_counts as (

    select
        canonical_article_id,
        count(distinct article_id) as article_count,
        count(distinct outlet_id) as outlet_count,
        count(distinct publisher_id) as publisher_count,
        count(distinct case when not is_doubtful then publisher_id end) as believed_count,
        {{ sorted_text('case when not is_doubtful then publisher_id end') }} as newsrooms,
        count(distinct case when is_doubtful then article_id end) as doubted_article_count,
        min(first_known_at) as first_known_at,
        max(first_known_at) as last_known_at
    from doubted
    group by canonical_article_id

),

headlines as (

    select
        'headline:' || doubted.canonical_article_id as candidate_id,
        'headline' as candidate_kind,
        cast(null as {{ text_type() }}) as story_id,
        doubted.proposed_story_id,
        cast(null as {{ text_type() }}) as document_number,
        cast(null as {{ text_type() }}) as list_code,
        doubted.title,
        doubted.url,
        {{ utc_date('doubted_counts.first_known_at') }} as first_on,
        {{ utc_date('doubted_counts.last_known_at') }} as last_on,
        'review' as relevance,
        doubted.reason,
        doubted.score as probability,
        doubted.instrument,
        doubted.instrument_probability,
        doubted.second_instrument,
        doubted.second_probability,
        doubted.issuer_jurisdiction,
        cast(null as {{ text_type() }}) as action_type,
        doubted.direction,
        doubted.stage,
        doubted_counts.article_count,
        doubted_counts.outlet_count,
        doubted_counts.publisher_count,
        least(doubted_counts.believed_count, 1) as newsroom_count,
        doubted_counts.newsrooms,
        doubted_counts.article_count - 1 as copied_article_count,
        doubted_counts.doubted_article_count,
        'single_press' as evidence_grade,
        doubted.payload_sha256
    from doubted
    inner join doubted_counts on doubted.canonical_article_id = doubted_counts.canonical_article_id
    where doubted.shown_first = 1

),

documents as (

    select
        candidate_id,
        'document' as candidate_kind,
        cast(null as {{ text_type() }}) as story_id,
        cast(null as {{ text_type() }}) as proposed_story_id,
        document_number,
        cast(null as {{ text_type() }}) as list_code,
        title,
        html_url as url,
        published_on as first_on,
        published_on as last_on,
        relevance,
        reason,
        cast(null as decimal(5, 4)) as probability,
        instrument,
        cast(null as decimal(5, 4)) as instrument_probability,
        cast(null as {{ text_type() }}) as second_instrument,
        cast(null as decimal(5, 4)) as second_probability,
        issuer_jurisdiction,
        action_type,
        direction,
        stage,
        cast(0 as bigint) as article_count,
        cast(0 as bigint) as outlet_count,
        cast(0 as bigint) as publisher_count,
        cast(0 as bigint) as newsroom_count,
        cast(null as {{ text_type() }}) as newsrooms,
        cast(0 as bigint) as copied_article_count,
        cast(0 as bigint) as doubted_article_count,
        'official_text' as evidence_grade,
        payload_sha256
    from {{ ref('int_events__judged_documents') }}

),

list_candidates as (

    select
        changes.candidate_id,
        'list_change' as candidate_kind,
        cast(null as {{ text_type() }}) as story_id,
        cast(null as {{ text_type() }}) as proposed_story_id,
        cast(null as {{ text_type() }}) as document_number,
        min(changes.list_code) as list_code,
        cast(count(*) as {{ text_type() }}) || ' ' || min(changes.change_kind) || ' on ' || min(lists.list_name) || ': '
        || {{ sorted_text('changes.entity_name') }} as title,
        cast(null as {{ text_type() }}) as url,
        min(coalesce(
            case when changes.change_kind = 'added' then changes.start_on end, cast(changes.observed_at as date)
        )) as first_on,
        max(cast(changes.observed_at as date)) as last_on,
        case when count(changes.vendor_id) > 0 then 'core' else 'none' end as relevance,
        case
            when count(changes.vendor_id) > 0 then 'a firm known as a chip vendor is concerned'
            else 'no firm known as a chip vendor is concerned'
        end as reason,
        cast(null as decimal(5, 4)) as probability,
        case
            when min(changes.list_code) = 'UVL' then 'unverified_listing'
            when min(changes.list_code) = 'CMIC' then 'investment_restriction'
            when min(changes.list_code) = 'DPL' then 'denial_order'
            else 'entity_listing'
        end as instrument,
        cast(null as decimal(5, 4)) as instrument_probability,
        cast(null as {{ text_type() }}) as second_instrument,
        cast(null as decimal(5, 4)) as second_probability,
        min(lists.jurisdiction) as issuer_jurisdiction,
        case min(changes.change_kind)
            when 'added' then 'list'
            when 'removed' then 'delist'
            else 'amend'
        end as action_type,
        case min(changes.change_kind)
            when 'added' then 'tighten'
            when 'removed' then 'loosen'
            else 'neutral'
        end as direction,
        'implementation' as stage,
        cast(0 as bigint) as article_count,
        cast(0 as bigint) as outlet_count,
        cast(0 as bigint) as publisher_count,
        cast(0 as bigint) as newsroom_count,
        cast(null as {{ text_type() }}) as newsrooms,
        cast(0 as bigint) as copied_article_count,
        cast(0 as bigint) as doubted_article_count,
        'official_text' as evidence_grade,
        max(changes.payload_sha256) as payload_sha256
    from {{ ref('int_listings__changes') }} as changes
    left join {{ ref('int_listings__lists') }} as lists on changes.list_code = lists.list_code
    where changes.is_plausible
    group by changes.candidate_id

)

select * from documents
union all
select * from stories
union all
select * from headlines
union all
select * from list_candidates
