{#- All rows of relations that hold one kind of row, matched by column name; a column that a relation lacks is null in
    its rows. A subject has one such list: a new source is one more `ref` in it. `texts` are columns of text that there
    are even where no relation has them. -#}
{% macro union_of(relations, texts=()) -%}
    {{ adapter.dispatch('union_of', 'chipwatch')(relations, texts) }}
{%- endmacro %}
