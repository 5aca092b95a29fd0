{#- Statistics that the engine lacks. -#}

{#- Chance that a standard normal variable is above z: the polynomial 26.2.17 of Abramowitz and Stegun, error below
    1e-7. -#}
{% macro normal_upper_tail(z) -%}
    case
        when {{ z }} >= 0 then {{ _normal_upper_half(z) }}
        else 1 - {{ _normal_upper_half('(-(' ~ z ~ '))') }}
    end
{%- endmacro %}


{% macro _normal_upper_half(z) -%}
    (
        exp(-({{ z }}) * ({{ z }}) / 2) / sqrt(2 * pi())
        * (1 / (1 + 0.2316419 * ({{ z }}))) * (
            0.319381530 + (1 / (1 + 0.2316419 * ({{ z }}))) * (
                -0.356563782 + (1 / (1 + 0.2316419 * ({{ z }}))) * (
                    1.781477937 + (1 / (1 + 0.2316419 * ({{ z }}))) * (
                        -1.821255978 + (1 / (1 + 0.2316419 * ({{ z }}))) * 1.330274429
                    )
                )
            )
        )
    )
{%- endmacro %}


{#- A Student t with so many degrees of freedom as a standard normal value: Wallace's second approximation, within 0.02
    of the exact value from 5 degrees of freedom on. -#}
{% macro normal_of_t(t, degrees) -%}
    (sign({{ t }}) * (8.0 * {{ degrees }} + 1) / (8.0 * {{ degrees }} + 3)
    * sqrt({{ degrees }} * ln(1 + {{ t }} * {{ t }} / {{ degrees }})))
{%- endmacro %}
