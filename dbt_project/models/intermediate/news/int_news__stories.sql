-- Copies of one title are one story while no more than three days lie between one copy and the next.
with numbered as (

    select
        article_id,
        title_key,
        outlet_id,
        first_known_at,
        case
            when {{ hours_between(
                'lag(first_known_at) over (partition by title_key order by first_known_at, article_id)', 'first_known_at'
            ) }} <= 72 then 0
            else 1
        end as is_new_story
    from {{ ref('int_news__articles') }}
    where title_key is not null and first_known_at is not null

),

stories as (

    select
        article_id,
        title_key,
        outlet_id,
        first_known_at,
        sum(is_new_story) over (
            partition by title_key
            order by first_known_at, article_id
            rows between unbounded preceding and current row
        ) as story_no
    from numbered

),

firsts as (

    select
        article_id,
        outlet_id,
        first_value(article_id) over (
            partition by title_key, story_no
            order by first_known_at, article_id
            rows between unbounded preceding and current row
        ) as canonical_article_id,
        row_number() over (
            partition by title_key, story_no, outlet_id
            order by first_known_at, article_id
        ) as copy_of_outlet_no
    from stories

)

select
    articles.article_id,
    coalesce(firsts.canonical_article_id, articles.article_id) as canonical_article_id,
    case
        when firsts.canonical_article_id is null or firsts.canonical_article_id = articles.article_id then null
        when firsts.copy_of_outlet_no > 1 then 'same_outlet'
        else 'other_outlet'
    end as duplicate_kind
from {{ ref('int_news__articles') }} as articles
left join firsts on articles.article_id = firsts.article_id
