with outlet_domains as (

    select
        {{ text_key('named.outlet') }} as outlet_key,
        min(named.domain) as domain
    from {{ ref('int_news__union') }} as named
    where named.outlet is not null and named.domain is not null
    group by {{ text_key('named.outlet') }}
    having count(distinct named.domain) = 1

)

select
    {{ short_hash("'url:' || listed.url") }} as article_id,
    listed.source,
    listed.url,
    listed.served_url,
    {{ text_or_null('listed.title') }} as title,
    -- A feed knows the titles of its own pages; those of other pages it may have written itself.
    listed.is_title_exact
    and coalesce({{ site_of('listed.feed_url') }} = {{ site_of('listed.url') }}, true) as is_title_exact,
    listed.names_publishers,
    listed.feed_url,
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
from {{ ref('int_news__union') }} as listed
left join outlet_domains on {{ text_key('listed.outlet') }} = outlet_domains.outlet_key
