{#- Rows that say the same, seen again and again. -#}

{#- Columns of a relation, for use in a select list. -#}
{% macro qualified(columns, relation) -%}
    {%- for column in columns %}
    {{ relation }}.{{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}


{#- A number that rows have in common when all of these columns of theirs are equal; of this build alone. -#}
{% macro content_hash(columns, relation) -%}
    {{ adapter.dispatch('content_hash', 'chipwatch')(columns, relation) }}
{%- endmacro %}


{#- Columns that every row of a group has the same, for use in a select list. -#}
{% macro values_of(columns) -%}
    {%- for column in columns %}
    any_value({{ column }}) as {{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}
