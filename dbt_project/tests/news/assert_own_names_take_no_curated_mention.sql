{{ config(
    severity='error',
    meta={'check_kind': 'own_rows', 'table': 'marts.bridge_article_subjects', 'column': 'subject_id'}
) }}

-- A name of the user's own in warehouse/overlay holds the name of a curated vendor, and headlines that hold it no
-- longer mention that vendor; one row a name. Make the name more precise; when it is meant, write the curated vendor
-- into the column `replaces` of a row of the own vendor in vendor_aliases.csv.
with own_names as (

    select
        vendor_id,
        alias
    from {{ ref('stg_overlay__vendor_aliases') }}

    union all

    select
        vendor_id,
        vendor_name as alias
    from {{ ref('stg_overlay__vendors') }}

),

holding as (

    select
        own.vendor_id,
        own.alias,
        own.alias_words,
        own.first_word,
        curated.vendor_id as taken_vendor_id
    from {{ ref('int_news__aliases') }} as own
    inner join own_names on own.subject_id = own_names.vendor_id and own.alias = own_names.alias
    inner join {{ ref('int_news__aliases') }} as curated
        on
            own.subject_kind = 'vendor'
            and curated.subject_kind = 'vendor'
            and own.subject_id <> curated.subject_id
            and {{ holds_words('own.alias_words', 'curated.alias_words') }}
    inner join {{ ref('stg_curated__vendors') }} as vendors on curated.subject_id = vendors.vendor_id

)

select
    holding.alias as own_name,
    holding.vendor_id,
    {{ sorted_text('holding.taken_vendor_id') }} as taken_vendor_ids,
    count(distinct articles.article_id) as article_count,
    min(articles.title) as first_title
from holding
inner join {{ ref('int_news__mentions') }} as mentions
    on holding.vendor_id = mentions.subject_id and mentions.subject_kind = 'vendor'
inner join {{ ref('int_news__articles') }} as articles
    on
        mentions.article_id = articles.article_id
        and {{ holds_words(headline_words('articles.title'), 'holding.alias_words') }}
left join {{ ref('int_news__mentions') }} as kept
    on
        articles.article_id = kept.article_id
        and kept.subject_kind = 'vendor'
        and holding.taken_vendor_id = kept.subject_id
left join {{ ref('stg_overlay__vendor_aliases') }} as own
    on
        holding.vendor_id = own.vendor_id
        and position(';' || holding.taken_vendor_id || ';' in ';' || own.replaces || ';') > 0
where kept.article_id is null and own.vendor_id is null
group by holding.alias, holding.vendor_id
order by holding.alias, holding.vendor_id

-- depends_on: {{ ref('rpt_news') }}
