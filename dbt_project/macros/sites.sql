{#- The site of a host or address: the last two labels of its host, three where the second level is a common one of a
    country (co.uk, com.cn). It errs towards one site for two owners, never towards two for one. -#}
{% macro site_of(expression) -%}
    {%- set address = 'lower(cast(' ~ expression ~ ' as ' ~ text_type() ~ '))' -%}
    {%- set host = first_match(address, '^(?:[a-z]+://)?(?:[^/@?#]*@)?([^/:?#]+?)\\.*(?:[/:?#]|$)', 1) -%}
    {%- set second_levels = 'ac|co|com|edu|gen|go|gob|gov|gouv|ltd|mil|ne|net|nom|or|org|plc|sch' -%}
    {{ first_match(
        host, '(?:[^.]+\\.(?:' ~ second_levels ~ ')\\.[a-z][a-z]|[^.]+\\.[^.]+|^[^.]+|^[0-9.]+)$', 0
    ) }}
{%- endmacro %}
