with headlines as (

    select
        article_id,
        {{ headline_words('title') }} as title_words
    from {{ ref('int_news__articles') }}
    where title is not null

),

words as (

    select
        article_id,
        title_words,
        {{ unnest_words('title_words') }} as word
    from headlines

),

found as (

    select
        words.article_id,
        aliases.subject_kind,
        aliases.subject_id,
        aliases.vendor_id,
        aliases.alias,
        aliases.alias_words,
        aliases.needs_vendor
    from words
    inner join {{ ref('int_news__aliases') }} as aliases
        on
            words.word = aliases.first_word
            and {{ holds_words('words.title_words', 'aliases.alias_words') }}

),

-- A name inside a longer name of another subject does not count: RTX 4090 inside RTX 4090 D.
longest as (

    select found.*
    from found
    where
        not exists (
            select 1
            from found as longer
            where
                longer.article_id = found.article_id
                and longer.subject_kind = found.subject_kind
                and longer.subject_id <> found.subject_id
                and length(longer.alias_words) > length(found.alias_words)
                and {{ holds_words('longer.alias_words', 'found.alias_words') }}
        )

)

select
    longest.article_id,
    longest.subject_kind,
    longest.subject_id,
    longest.vendor_id,
    {{ sorted_text('longest.alias') }} as aliases
from longest
where
    not longest.needs_vendor
    or exists (
        select 1
        from longest as maker
        where
            maker.article_id = longest.article_id
            and maker.subject_kind = 'vendor'
            and maker.subject_id = longest.vendor_id
    )
group by longest.article_id, longest.subject_kind, longest.subject_id, longest.vendor_id
