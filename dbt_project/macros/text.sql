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


{#- One row a part of a list column, for use in a select list. -#}
{% macro unnest_list(expression) -%}
    unnest({{ expression }})
{%- endmacro %}
