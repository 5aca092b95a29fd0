{#- How far a figure may be off by its rounding: half of the last unit it states. A company reports in millions or
    finer; any other figure is taken to be rounded to its last digit that is not zero, a hundred million at most. -#}
{% macro revenue_rounding(amount, basis) -%}
    cast(
        case
            when {{ amount }} % 1000 <> 0 then 0.5
            when {{ amount }} % 1000000 <> 0 then 500
            when {{ basis }} = 'reported' or {{ amount }} % 10000000 <> 0 then 500000
            when {{ amount }} % 100000000 <> 0 then 5000000
            else 50000000
        end as decimal(24, 2)
    )
{%- endmacro %}
