{#- Kind of a reporting period by its length in days, both ends included. Retail calendars of 52 or 53 weeks end a few
    days off the calendar quarter, hence ranges. Anything else is `other` and is not revenue of a comparable period. -#}
{% macro revenue_period_kind(days) -%}
    case
        when {{ days }} between 80 and 100 then 'quarter'
        when {{ days }} between 170 and 195 then 'half'
        when {{ days }} between 255 and 290 then 'nine_months'
        when {{ days }} between 340 and 380 then 'year'
        else 'other'
    end
{%- endmacro %}
