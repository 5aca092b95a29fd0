{#- Where a relation is built. A model's `schema` is used as it is (no target prefix): the published names are
    `marts.*` and `meta.*` whatever target builds them. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}


{#- Only DuckDB has the attached candidate file; another engine keeps everything in its one catalog. -#}
{% macro generate_database_name(custom_database_name, node) -%}
    {%- if custom_database_name and target.type == 'duckdb' -%}
        {{ custom_database_name | trim }}
    {%- else -%}
        {{ target.database }}
    {%- endif -%}
{%- endmacro %}
