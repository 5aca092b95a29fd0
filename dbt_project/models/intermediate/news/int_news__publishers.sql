-- Who published an article, which is not what its address says: an item of a feed was published by the owner of the
-- feed, unless the feed hands on what others published (a service that names them, or a feed that the user calls an
-- aggregator). An aggregator of the user's names publishers on its own word: those that no other source and no evidence
-- of the ledger knows are doubtful, as are hosts with letters other than ASCII, which may be drawn like others.
with sightings as (

    select
        sightings.article_id,
        sightings.names_publishers,
        {{ site_of('coalesce(sightings.domain, sightings.url)') }} as link_site,
        {{ site_of('sightings.feed_url') }} as feed_site,
        coalesce(sightings.outlet, '') as outlet,
        coalesce(feeds.is_aggregator, false) as is_aggregator
    from {{ ref('int_news__sightings') }} as sightings
    left join {{ ref('stg_overlay__feeds') }} as feeds on sightings.feed_url = feeds.feed_url

),

-- The newsroom of a feed is the site that most of its items lead to: one for all feeds of one owner.
feed_links as (

    select
        feed_site,
        link_site,
        count(*) as item_count
    from sightings
    where not names_publishers and not is_aggregator and link_site <> ''
    group by feed_site, link_site

),

ranked_links as (

    select
        *,
        row_number() over (
            partition by feed_site
            order by case when link_site = feed_site then 0 else 1 end, item_count desc, link_site asc nulls last
        ) as preference
    from feed_links

),

known_sites as (

    select link_site as site
    from sightings
    where names_publishers and link_site <> ''

    union

    select link_site as site
    from ranked_links
    where preference = 1

    union

    select {{ site_of('url') }} as site
    from {{ ref('stg_curated__event_evidence') }}
    where url is not null

),

published as (

    select
        sightings.article_id,
        sightings.feed_site,
        case
            when sightings.names_publishers
                then coalesce(nullif(sightings.link_site, ''), {{ slug('sightings.outlet') }})
            when sightings.is_aggregator then coalesce(known_sites.site, sightings.feed_site)
            else coalesce(ranked_links.link_site, nullif(sightings.feed_site, ''), {{ slug('sightings.outlet') }})
        end as publisher_id,
        case
            when sightings.names_publishers then 'named_by_service'
            when sightings.is_aggregator and known_sites.site is not null then 'named_by_aggregator'
            when sightings.is_aggregator then 'unknown_to_others'
            else 'own_feed'
        end as publisher_basis
    from sightings
    left join ranked_links on sightings.feed_site = ranked_links.feed_site and ranked_links.preference = 1
    left join known_sites on sightings.link_site = known_sites.site

),

preferred as (

    select
        *,
        row_number() over (
            partition by article_id
            order by
                case publisher_basis
                    when 'named_by_service' then 1
                    when 'own_feed' then 2
                    when 'named_by_aggregator' then 3
                    else 4
                end,
                publisher_id nulls last,
                feed_site nulls last
        ) as preference
    from published

)

select
    article_id,
    publisher_id,
    publisher_basis,
    feed_site,
    publisher_basis = 'unknown_to_others'
    or (
        publisher_basis <> 'own_feed'
        and (publisher_id like 'xn--%' or publisher_id like '%.xn--%' or {{ matches('publisher_id', '[^ -~]') }})
    ) as is_doubtful
from preferred
where preference = 1
