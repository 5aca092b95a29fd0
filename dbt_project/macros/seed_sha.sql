{#- SHA-256 of a curated CSV as it stands in meta.payloads: a scalar subquery, so that rows that come from a seed name
    the bytes they come from. Null when the seed is not registered as a payload. -#}
{% macro seed_sha(seed_name) -%}
    (
        select max(seed_payload.payload_sha256)
        from {{ ref('stg_inputs__payloads') }} as seed_payload
        where seed_payload.source = 'curated' and seed_payload.dataset = '{{ seed_name }}'
    )
{%- endmacro %}
