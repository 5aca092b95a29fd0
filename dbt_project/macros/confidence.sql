{#- Belongs here: how confidences are compared, high above medium above low. -#}


{#- Aggregate: the lowest confidence of the rows; null without one. -#}
{% macro lowest_confidence(confidence='confidence') -%}
    arg_max({{ confidence }}, {{ _doubt(confidence) }})
{%- endmacro %}


{#- The lower of two confidences. -#}
{% macro lower_confidence(one, other) -%}
    case when {{ _doubt(one) }} >= {{ _doubt(other) }} then {{ one }} else {{ other }} end
{%- endmacro %}


{% macro _doubt(confidence) -%}
    list_position(['high', 'medium', 'low'], {{ confidence }})
{%- endmacro %}
