{#- The site of a host or address: the last two labels of its host, three where the second level is a common one of a
    country (co.uk, com.cn). It errs towards one site for two owners, never towards two for one. Portable. -#}
{% macro site_of(expression) -%}
    regexp_extract(
        regexp_extract(lower(cast({{ expression }} as varchar)), '^(?:[a-z]+://)?(?:[^/@?#]*@)?([^/:?#]+?)\.*(?:[/:?#]|$)', 1),
        '(?:[^.]+\.(?:ac|co|com|edu|gen|go|gob|gov|gouv|ltd|mil|ne|net|nom|or|org|plc|sch)\.[a-z][a-z]|[^.]+\.[^.]+|^[^.]+|^[0-9.]+)$'
    )
{%- endmacro %}
