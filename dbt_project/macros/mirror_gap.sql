{#- ln(imports) - ln(exports), less the freight that imports valued CIF carry; null unless both are above nothing. The
    rows have a column import_valuation_basis. -#}
{% macro mirror_gap(imports, exports, freight_pct) -%}
    case
        when {{ imports }} > 0 and {{ exports }} > 0
            then
                ln(cast({{ imports }} as double)) - ln(cast({{ exports }} as double))
                - case when import_valuation_basis = 'CIF' then ln(1 + {{ freight_pct }} / 100.0) else 0 end
    end
{%- endmacro %}
