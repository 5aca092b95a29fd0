{#- All rows of relations that hold one kind of row, matched by column name; a column that a relation lacks is null in
    its rows. A subject has one such list: a new source is one more `ref` in it. -#}
{% macro union_of(relations) -%}
    {%- for relation in relations %}
        select * from {{ relation }}
        {%- if not loop.last %}
        union all by name
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
