{{ config(tags=['portable']) }}

with listed as (

    select
        'gdelt_doc' as source,
        url,
        served_url,
        title,
        domain,
        cast(null as varchar) as outlet,
        language,
        source_country,
        seen_at,
        cast(null as timestamp with time zone) as published_at,
        cast(null as timestamp with time zone) as updated_at,
        fetched_at,
        'url:' || url as identity,
        payload_sha256,
        row_no
    from {{ ref('stg_gdelt_doc__articles') }}

    union all

    select
        'rss' as source,
        url,
        served_url,
        title,
        domain,
        outlet,
        language,
        cast(null as varchar) as source_country,
        cast(null as timestamp with time zone) as seen_at,
        published_at,
        updated_at,
        fetched_at,
        coalesce('url:' || url, 'item:' || coalesce(feed_url, feed_title, '') || ' ' || item_key) as identity,
        payload_sha256,
        row_no
    from {{ ref('stg_rss__items') }}

),

outlet_domains as (

    select
        {{ text_key('outlet') }} as outlet_key,
        min(domain) as domain
    from listed
    where outlet is not null and domain is not null
    group by {{ text_key('outlet') }}
    having count(distinct domain) = 1

)

select
    {{ short_hash('listed.identity') }} as article_id,
    listed.source,
    listed.url,
    listed.served_url,
    {{ text_or_null('listed.title') }} as title,
    coalesce(listed.domain, outlet_domains.domain) as domain,
    listed.outlet,
    listed.language,
    listed.source_country,
    listed.seen_at,
    listed.published_at,
    listed.updated_at,
    listed.fetched_at,
    listed.payload_sha256,
    listed.row_no
from listed
left join outlet_domains on {{ text_key('listed.outlet') }} = outlet_domains.outlet_key
