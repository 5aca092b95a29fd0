{#- Reading of legal citations as the lists print them, in the normal form `87 FR 77505`. -#}

{% macro citation_volume(expression) -%}
    cast(nullif({{ first_match(expression, '^(\\d+) FR (\\d+)', 1) }}, '') as integer)
{%- endmacro %}


{% macro citation_page(expression) -%}
    cast(nullif({{ first_match(expression, '^(\\d+) FR (\\d+)', 2) }}, '') as integer)
{%- endmacro %}


{#- Footnote of an Entity List entry (1, 3, 4, 5 …): printed as `footnote 4`, glued to the reference as `EAR)4`, or
    named through the foreign-direct-product paragraph that it stands for: 734.9(e)(1) and the older 736.2(b)(3)(vi) are
    footnote 1, 734.9(e)(2) is footnote 4, 734.9(e)(3) is footnote 5. -#}
{% macro entity_list_footnote(expression) -%}
    cast(coalesce(
        nullif({{ first_match(expression, '(?i)footnote\\s*(\\d)', 1) }}, ''),
        nullif({{ first_match(expression, 'EAR\\.?\\)\\.?\\s*(\\d)\\s*$', 1) }}, ''),
        case
            when {{ matches(expression, '734\\.9\\s*\\(e\\)\\s*\\(1\\)') }} then '1'
            when {{ matches(expression, '734\\.9\\s*\\(e\\)\\s*\\(2\\)') }} then '4'
            when {{ matches(expression, '734\\.9\\s*\\(e\\)\\s*\\(3\\)') }} then '5'
            when {{ matches(expression, '736\\.2\\s*\\(b\\)\\s*\\(3\\)\\s*\\(vi\\)') }} then '1'
        end
    ) as integer)
{%- endmacro %}
