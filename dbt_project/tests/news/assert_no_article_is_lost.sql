{{ config(
    severity='error',
    meta={'check_kind': 'row_count', 'table': 'marts.fct_articles', 'column': 'sighting_count'}
) }}

-- Every row of every article list and feed stands behind exactly one article.
with served as (

    select count(*) as row_total
    from {{ ref('int_news__sightings') }}

),

published as (

    select coalesce(sum(sighting_count), 0) as row_total
    from {{ ref('fct_articles') }}

)

select
    served.row_total as served_rows,
    published.row_total as published_rows
from served
cross join published
where served.row_total <> published.row_total
