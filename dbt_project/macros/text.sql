{#- Text and list helpers, said through `dialect/`, where everything stands that only one engine understands. -#}

{#- A name in the form in which two spellings of one name are equal: lower case, no accents, `&` as `and`, everything
    that is neither a letter nor a digit as one blank. -#}
{% macro text_key(expression) -%}
    {%- set plain = without_accents("replace(cast(" ~ expression ~ " as " ~ text_type() ~ "), '&', ' and ')") -%}
    trim({{ replace_all('lower(' ~ plain ~ ')', '[^\\p{L}\\p{N}]+', ' ') }})
{%- endmacro %}


{#- The text key with hyphens: a readable, stable part of an identifier. -#}
{% macro slug(expression) -%}
    replace({{ text_key(expression) }}, ' ', '-')
{%- endmacro %}


{#- Null instead of an empty or blank cell. -#}
{% macro text_or_null(expression) -%}
    nullif(trim(cast({{ expression }} as {{ text_type() }})), '')
{%- endmacro %}


{#- A `;`-separated cell as text with `; ` between the parts and without empty parts; null when nothing is left. -#}
{% macro tidy_list(expression) -%}
    {%- set parted = replace_all('cast(' ~ expression ~ ' as ' ~ text_type() ~ ')', '\\s*;[\\s;]*', '; ') -%}
    nullif(trim({{ replace_all(parted, '^[;\\s]+|[;\\s]+$', '') }}), '')
{%- endmacro %}


{#- A list column as text, parts in list order; null for an empty list. -#}
{% macro list_to_text(expression, separator='; ') -%}
    nullif({{ joined_list(expression, separator) }}, '')
{%- endmacro %}


{#- The 1-based element of a list; null beyond its end. -#}
{% macro list_item(expression, position) -%}
    {{ adapter.dispatch('list_item', 'chipwatch')(expression, position) }}
{%- endmacro %}


{#- All distinct values of a group as text in alphabetical order, whatever order the rows come in. -#}
{% macro sorted_text(expression, separator='; ') -%}
    nullif({{ joined_list(sorted_distinct(expression), separator) }}, '')
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
                when {{ matches('label', '^.[a-z]') }} then lower(left(label, 1)) || substr(label, 2)
                else label
            end as said
        from {{ ref('stg_curated__value_labels') }}
        where column_name = '{{ column }}'
    )
{%- endmacro %}


{#- One row a part of a list column, for use in a select list. -#}
{% macro unnest_list(expression) -%}
    {{ adapter.dispatch('unnest_list', 'chipwatch')(expression) }}
{%- endmacro %}


{#- An empty list of texts. -#}
{% macro no_texts() -%}
    {{ adapter.dispatch('no_texts', 'chipwatch')() }}
{%- endmacro %}


{#- The distinct members of two list columns, either of which may be null. -#}
{% macro merged_list(first, second) -%}
    {{ adapter.dispatch('merged_list', 'chipwatch')(first, second) }}
{%- endmacro %}


{#- The parts of a `;`-separated cell as a list; empty for a null cell. -#}
{% macro text_parts(expression) -%}
    {{ adapter.dispatch('text_parts', 'chipwatch')(expression) }}
{%- endmacro %}


{#- Is a listed name the alias itself, but for its legal form and a short name in parentheses at its end? A place in
    parentheses or anything else behind the alias makes it another company. -#}
{% macro is_same_company(entity_name, alias) -%}
    {%- set bare = replace_all("cast(" ~ entity_name ~ " as " ~ text_type() ~ ")", '\\([^()]*\\)\\s*$', '') -%}
    {%- set rest = "replace(' ' || " ~ text_key(bare) ~ ", ' ' || " ~ text_key(alias) ~ ", '')" -%}
    {{ matches(rest, '^( (co|company|corp|corporation|inc|incorporated|limited|llc|ltd|plc))*$') }}
{%- endmacro %}
