{#- Lists: how engines make, order, join and unfold them. -#}

{#- The parts of a list in its order, with a separator between. -#}
{% macro joined_list(expression, separator) -%}
    {{ adapter.dispatch('joined_list', 'chipwatch')(expression, separator) }}
{%- endmacro %}

{% macro default__joined_list(expression, separator) -%}
    array_to_string({{ expression }}, '{{ separator }}')
{%- endmacro %}

{% macro spark__joined_list(expression, separator) -%}
    array_join({{ expression }}, '{{ separator }}')
{%- endmacro %}


{#- Aggregate: the distinct values of a group, nulls left out, in order. -#}
{% macro sorted_distinct(expression) -%}
    {{ adapter.dispatch('sorted_distinct', 'chipwatch')(expression) }}
{%- endmacro %}

{% macro default__sorted_distinct(expression) -%}
    list_sort(list_distinct(list({{ expression }})))
{%- endmacro %}

{% macro spark__sorted_distinct(expression) -%}
    array_sort(collect_set({{ expression }}))
{%- endmacro %}


{% macro default__list_item(expression, position) -%}
    list_extract({{ expression }}, {{ position }})
{%- endmacro %}

{% macro spark__list_item(expression, position) -%}
    get({{ expression }}, {{ position - 1 }})
{%- endmacro %}


{% macro default__unnest_list(expression) -%}
    unnest({{ expression }})
{%- endmacro %}

{% macro spark__unnest_list(expression) -%}
    explode({{ expression }})
{%- endmacro %}


{% macro default__no_texts() -%}
    cast([] as varchar[])
{%- endmacro %}

{% macro spark__no_texts() -%}
    cast(array() as array<string>)
{%- endmacro %}


{% macro default__merged_list(first, second) -%}
    list_sort(list_distinct(list_concat(coalesce({{ first }}, []), coalesce({{ second }}, []))))
{%- endmacro %}

{% macro spark__merged_list(first, second) -%}
    array_sort(array_distinct(array_compact(concat(
        coalesce({{ first }}, cast(array() as array<string>)), coalesce({{ second }}, cast(array() as array<string>))
    ))))
{%- endmacro %}


{% macro default__text_parts(expression) -%}
    coalesce(
        list_filter(
            list_transform(string_split({{ expression }}, ';'), lambda part : trim(part)), lambda part : part <> ''
        ),
        cast([] as varchar[])
    )
{%- endmacro %}

{% macro spark__text_parts(expression) -%}
    coalesce(
        filter(transform(split({{ expression }}, ';'), part -> trim(part)), part -> part <> ''),
        cast(array() as array<string>)
    )
{%- endmacro %}


{#- The first text of a list that has so many letters; null where there is none. -#}
{% macro first_of_length(list, letters) -%}
    {{ adapter.dispatch('first_of_length', 'chipwatch')(list, letters) }}
{%- endmacro %}

{% macro default__first_of_length(list, letters) -%}
    list_extract(list_filter({{ list }}, lambda part : length(part) = {{ letters }}), 1)
{%- endmacro %}

{% macro spark__first_of_length(list, letters) -%}
    get(filter({{ list }}, part -> length(part) = {{ letters }}), 0)
{%- endmacro %}


{#- Does a list hold a value? -#}
{% macro list_holds(list, value) -%}
    {{ adapter.dispatch('list_holds', 'chipwatch')(list, value) }}
{%- endmacro %}

{% macro default__list_holds(list, value) -%}
    list_contains({{ list }}, {{ value }})
{%- endmacro %}

{% macro spark__list_holds(list, value) -%}
    array_contains({{ list }}, {{ value }})
{%- endmacro %}


{#- Aggregate: every value of a group, in any order. -#}
{% macro all_of(expression) -%}
    {{ adapter.dispatch('all_of', 'chipwatch')(expression) }}
{%- endmacro %}

{% macro default__all_of(expression) -%}
    list({{ expression }})
{%- endmacro %}

{% macro spark__all_of(expression) -%}
    collect_list({{ expression }})
{%- endmacro %}
