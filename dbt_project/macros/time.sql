{#- An instant as a UTC timestamp without a zone: published files read the same in every session time zone. -#}
{% macro utc_timestamp(expression) -%}
    {{ adapter.dispatch('utc_timestamp', 'chipwatch')(expression) }}
{%- endmacro %}
