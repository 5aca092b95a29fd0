{#- Types whose names differ between engines. DuckDB's is the default; Spark has its own where it differs. -#}

{#- Text of any length. -#}
{% macro text_type() -%}
    {{ adapter.dispatch('text_type', 'chipwatch')() }}
{%- endmacro %}

{% macro default__text_type() -%}
    varchar
{%- endmacro %}

{% macro spark__text_type() -%}
    string
{%- endmacro %}


{#- An instant: the same moment whatever time zone a session is in. -#}
{% macro instant_type() -%}
    {{ adapter.dispatch('instant_type', 'chipwatch')() }}
{%- endmacro %}

{% macro default__instant_type() -%}
    timestamp with time zone
{%- endmacro %}

{% macro spark__instant_type() -%}
    timestamp
{%- endmacro %}


{#- An instant as the clock in UTC showed it, without a zone. Spark's session is in UTC by its profile. -#}
{% macro default__utc_timestamp(expression) -%}
    cast({{ expression }} at time zone 'UTC' as timestamp)
{%- endmacro %}

{% macro spark__utc_timestamp(expression) -%}
    cast({{ expression }} as timestamp_ntz)
{%- endmacro %}
