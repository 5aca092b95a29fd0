{#- A quantity or weight as stated; none of goods that have a value means that it is not known, as does one below zero. -#}
{% macro stated_quantity(quantity, goods_value) -%}
    case when {{ quantity }} > 0 or ({{ quantity }} = 0 and coalesce({{ goods_value }}, 0) = 0) then {{ quantity }} end
{%- endmacro %}
