{#- Words and keys of news headlines. -#}

{#- A headline as words between single blanks, with a blank at either end: letters and digits only, case kept, every
    Chinese or Japanese sign a word of its own. A name stands in it as a whole exactly when its own words do. -#}
{% macro headline_words(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ text_type() ~ ')' -%}
    {%- set apart = replace_all(text, '([\\x{3040}-\\x{30ff}\\x{3400}-\\x{9fff}])', ' \\1 ') -%}
    (' ' || trim({{ replace_all(apart, '[^\\p{L}\\p{N}]+', ' ') }}) || ' ')
{%- endmacro %}


{#- A headline in the form in which two copies of it are equal: the text key, without the possessive s that article
    lists lose. -#}
{% macro headline_key(expression) -%}
    {{ text_key(without_possessive('cast(' ~ expression ~ ' as ' ~ text_type() ~ ')')) }}
{%- endmacro %}


{#- The distinct words of a `headline_words` text, one row each, for use in a select list. -#}
{% macro unnest_words(expression) -%}
    {{ adapter.dispatch('unnest_words', 'chipwatch')(expression) }}
{%- endmacro %}


{#- The first word of a `headline_words` text. -#}
{% macro first_word(expression) -%}
    split_part(trim({{ expression }}), ' ', 1)
{%- endmacro %}


{#- Does one `headline_words` text hold the other as whole words? -#}
{% macro holds_words(text, words) -%}
    position({{ words }} in {{ text }}) > 0
{%- endmacro %}


{#- The first 16 hexadecimal digits of a hash of a text: a short stable key. -#}
{% macro short_hash(expression) -%}
    left(md5(cast({{ expression }} as {{ text_type() }})), 16)
{%- endmacro %}


{#- Whole hours from one instant to another. -#}
{% macro hours_between(earlier, later) -%}
    cast({{ hours_crossed(earlier, later) }} as bigint)
{%- endmacro %}


{#- The UTC day of an instant. -#}
{% macro utc_date(expression) -%}
    cast({{ utc_timestamp(expression) }} as date)
{%- endmacro %}

{#- The items of a source whose answers are feeds, RSS or Atom; whether each item names who published it. -#}
{% macro feed_items(source_name, names_publishers) -%}
    select
        '{{ source_name }}' as source,
        items.item_key,
        items.feed_title,
        coalesce(payloads.url, items.feed_url) as feed_url,
        items.guid,
        items.url,
        items.served_url,
        items.domain,
        items.title,
        true as is_title_exact,
        {{ names_publishers }} as names_publishers,
        items.outlet,
        items.outlet_basis,
        items.language,
        cast(items.published_at as {{ instant_type() }}) as published_at,
        cast(items.updated_at as {{ instant_type() }}) as updated_at,
        items.time_problem,
        items.payload_sha256,
        cast(items.row_number as bigint) as row_no,
        case when payloads.observed_basis = 'fetched_at' then payloads.observed_at end as fetched_at
    from {{ source('raw', source_name ~ '__items') }} as items
    {{ payload_of('items', source_name ~ '/items') }}
{%- endmacro %}
