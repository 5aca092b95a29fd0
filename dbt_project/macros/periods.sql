{#- Number of calendar months from the month of the first day to the month of the last one, both counted. -#}
{% macro whole_months(start_on, end_on) -%}
    (
        12 * (extract(year from {{ end_on }}) - extract(year from {{ start_on }}))
        + extract(month from {{ end_on }}) - extract(month from {{ start_on }}) + 1
    )
{%- endmacro %}
