{#- Rows of several relations, rows by their contents, and counted time. -#}

{% macro default__union_of(relations, texts) -%}
    {%- for relation in relations %}
        select * from {{ relation }}
        {%- if not loop.last %}
        union all by name
        {%- endif %}
    {%- endfor %}
    {%- if texts %}
        union all by name
        select
            {%- for name in texts %}
            cast(null as varchar) as {{ name }}{{ ',' if not loop.last }}
            {%- endfor %}
        where false
    {%- endif %}
{%- endmacro %}

{#- Spark has no union by name: each relation is selected with the columns of all, null where it lacks one. -#}
{% macro spark__union_of(relations, texts) -%}
    {%- set held = namespace(by_relation=[], all=[], types={}) -%}
    {%- if execute -%}
        {%- for relation in relations -%}
            {%- set columns = adapter.get_columns_in_relation(relation) -%}
            {%- do held.by_relation.append(columns | map(attribute='name') | list) -%}
            {%- for column in columns if column.name not in held.all -%}
                {%- do held.all.append(column.name) -%}
                {%- do held.types.update({column.name: column.dtype}) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for name in texts if name not in held.all -%}
        {%- do held.all.append(name) -%}
        {%- do held.types.update({name: text_type()}) -%}
    {%- endfor -%}
    {%- for relation in relations %}
        {%- set own = held.by_relation[loop.index0] if execute else [] %}
        select
            {%- for name in held.all %}
            {{ name if name in own else 'cast(null as ' ~ held.types[name] ~ ') as ' ~ name }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ relation }}
        {%- if not loop.last %}
        union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}


{#- How many times the clock struck the hour from one instant to another. -#}
{% macro hours_crossed(earlier, later) -%}
    {{ adapter.dispatch('hours_crossed', 'chipwatch')(earlier, later) }}
{%- endmacro %}

{% macro default__hours_crossed(earlier, later) -%}
    date_diff('hour', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__hours_crossed(earlier, later) -%}
    (floor(unix_micros({{ later }}) / 3600000000) - floor(unix_micros({{ earlier }}) / 3600000000))
{%- endmacro %}


{#- How many midnights lie between one day and another. -#}
{% macro days_crossed(earlier, later) -%}
    {{ adapter.dispatch('days_crossed', 'chipwatch')(earlier, later) }}
{%- endmacro %}

{% macro default__days_crossed(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__days_crossed(earlier, later) -%}
    datediff({{ later }}, {{ earlier }})
{%- endmacro %}


{% macro default__content_hash(columns, relation) -%}
    hash({{ qualified(columns, relation) }})
{%- endmacro %}

{% macro spark__content_hash(columns, relation) -%}
    xxhash64({{ qualified(columns, relation) }})
{%- endmacro %}


{#- Aggregate: the value of the row in which another one is greatest. -#}
{% macro value_at_most(expression, by) -%}
    {{ adapter.dispatch('value_at_most', 'chipwatch')(expression, by) }}
{%- endmacro %}

{% macro default__value_at_most(expression, by) -%}
    arg_max({{ expression }}, {{ by }})
{%- endmacro %}

{% macro spark__value_at_most(expression, by) -%}
    max_by({{ expression }}, {{ by }})
{%- endmacro %}
