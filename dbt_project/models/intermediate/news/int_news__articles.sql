-- A title as its outlet wrote it is preferred to the one of an article list that has lost its apostrophes.
with ranked as (

    select
        sightings.*,
        row_number() over (
            partition by article_id
            order by
                case when title is null then 1 else 0 end,
                case when is_title_exact then 0 else 1 end,
                coalesce(published_at, seen_at, updated_at, fetched_at) nulls last,
                payload_sha256,
                row_no
        ) as preference
    from {{ ref('int_news__sightings') }} as sightings

),

outlet_names as (

    select
        domain,
        min(outlet) as outlet
    from {{ ref('int_news__sightings') }}
    where domain is not null and outlet is not null
    group by domain

),

gathered as (

    select
        article_id,
        max(case when preference = 1 then title end) as title,
        max(case when preference = 1 then payload_sha256 end) as payload_sha256,
        max(case when preference = 1 then outlet end) as preferred_outlet,
        max(case when preference = 1 then served_url end) as url,
        min(url) as canonical_url,
        min(domain) as domain,
        min(outlet) as any_outlet,
        coalesce(max(case when preference = 1 then language end), min(language)) as language,
        min(source_country) as source_country,
        {{ sorted_text('source') }} as sources,
        count(*) as sighting_count,
        count(distinct served_url) as address_count,
        min(seen_at) as seen_at,
        min(published_at) as published_at,
        min(updated_at) as updated_at,
        min(fetched_at) as fetched_at
    from ranked
    group by article_id

),

-- Crawl and change come after publication: where only they are known, the earlier one is nearer to it.
dated as (

    select
        gathered.*,
        case
            when published_at is not null then 'published'
            when seen_at <= coalesce(updated_at, seen_at) then 'seen_by_crawler'
            when updated_at is not null then 'updated'
            when fetched_at is not null then 'first_fetched'
            else 'undated'
        end as time_basis
    from gathered

)

select
    dated.article_id,
    dated.title,
    {{ text_or_null(headline_key('dated.title')) }} as title_key,
    dated.url,
    dated.canonical_url,
    dated.domain,
    coalesce(dated.preferred_outlet, dated.any_outlet, outlet_names.outlet, dated.domain) as outlet,
    coalesce(dated.domain, {{ slug('dated.any_outlet') }}) as outlet_id,
    dated.language,
    dated.source_country,
    dated.sources,
    dated.sighting_count,
    dated.address_count,
    dated.seen_at,
    dated.published_at,
    dated.updated_at,
    case dated.time_basis
        when 'published' then dated.published_at
        when 'seen_by_crawler' then dated.seen_at
        when 'updated' then dated.updated_at
        when 'first_fetched' then dated.fetched_at
    end as first_known_at,
    dated.fetched_at,
    dated.time_basis,
    dated.payload_sha256
from dated
left join outlet_names on dated.domain = outlet_names.domain
