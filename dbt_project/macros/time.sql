{#- An instant as a UTC timestamp without a zone: published files read the same in every session time zone. -#}
{% macro utc_timestamp(expression) -%}
    cast({{ expression }} at time zone 'UTC' as timestamp)
{%- endmacro %}
