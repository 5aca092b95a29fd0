{#- Text and list helpers. Everything that only one engine understands stands here and not in models. -#}

{#- A name in the form in which two spellings of one name are equal: lower case, no accents, `&` as `and`, everything
    that is neither a letter nor a digit as one blank. -#}
{% macro text_key(expression) -%}
    trim(regexp_replace(
        lower(strip_accents(replace(cast({{ expression }} as varchar), '&', ' and '))),
        '[^\p{L}\p{N}]+', ' ', 'g'
    ))
{%- endmacro %}


{#- The text key with hyphens: a readable, stable part of an identifier. -#}
{% macro slug(expression) -%}
    replace({{ text_key(expression) }}, ' ', '-')
{%- endmacro %}


{#- Null instead of an empty or blank cell. -#}
{% macro text_or_null(expression) -%}
    nullif(trim(cast({{ expression }} as varchar)), '')
{%- endmacro %}


{#- A `;`-separated cell as text with `; ` between the parts and without empty parts; null when nothing is left. -#}
{% macro tidy_list(expression) -%}
    nullif(trim(regexp_replace(
        regexp_replace(cast({{ expression }} as varchar), '\s*;[\s;]*', '; ', 'g'), '^[;\s]+|[;\s]+$', '', 'g'
    )), '')
{%- endmacro %}


{#- A list column as text, parts in list order; null for an empty list. -#}
{% macro list_to_text(expression, separator='; ') -%}
    nullif(array_to_string({{ expression }}, '{{ separator }}'), '')
{%- endmacro %}


{#- The 1-based element of a list; null beyond its end. -#}
{% macro list_item(expression, position) -%}
    list_extract({{ expression }}, {{ position }})
{%- endmacro %}


{#- All distinct values of a group as text in alphabetical order, whatever order the rows come in. -#}
{% macro sorted_text(expression, separator='; ') -%}
    nullif(array_to_string(list_sort(list_distinct(list({{ expression }}))), '{{ separator }}'), '')
{%- endmacro %}


{#- The word for people of a value, as it stands inside a sentence: the value itself where it has none. `words` is a
    relation of `words_for`, joined by the value. -#}
{% macro said(value, words='words') -%}
    coalesce({{ words }}.said, {{ value }})
{%- endmacro %}


{#- By value of a column, its word for people with a small first letter, unless that is an abbreviation. -#}
{% macro words_for(column) -%}
    (
        select
            value,
            case
                when regexp_matches(label, '^.[a-z]') then lower(left(label, 1)) || substr(label, 2)
                else label
            end as said
        from {{ ref('stg_curated__value_labels') }}
        where column_name = '{{ column }}'
    )
{%- endmacro %}


{#- One row a part of a list column, for use in a select list. -#}
{% macro unnest_list(expression) -%}
    unnest({{ expression }})
{%- endmacro %}


{#- An empty list of texts. -#}
{% macro no_texts() -%}
    cast([] as varchar[])
{%- endmacro %}


{#- The distinct members of two list columns, either of which may be null. -#}
{% macro merged_list(first, second) -%}
    list_sort(list_distinct(list_concat(coalesce({{ first }}, []), coalesce({{ second }}, []))))
{%- endmacro %}


{#- The parts of a `;`-separated cell as a list; empty for a null cell. -#}
{% macro text_parts(expression) -%}
    coalesce(
        list_filter(
            list_transform(string_split({{ expression }}, ';'), lambda part : trim(part)), lambda part : part <> ''
        ),
        cast([] as varchar[])
    )
{%- endmacro %}


{#- Is a listed name the alias itself, but for its legal form and a short name in parentheses at its end? A place in
    parentheses or anything else behind the alias makes it another company. -#}
{% macro is_same_company(entity_name, alias) -%}
    regexp_matches(
        replace(
            ' ' || {{ text_key("regexp_replace(cast(" ~ entity_name ~ " as varchar), '\([^()]*\)\s*$', '')") }},
            ' ' || {{ text_key(alias) }},
            ''
        ),
        '^( (co|company|corp|corporation|inc|incorporated|limited|llc|ltd|plc))*$'
    )
{%- endmacro %}
