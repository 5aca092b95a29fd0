{#- Where a row comes from: the payload that holds it, and whether that payload is a sample. -#}

{#- Join of raw rows to their payload, as `payloads`. `dataset` is `source/dataset`; without it the rows name their source
    and dataset themselves. The one join that staging does. -#}
{% macro payload_of(rows, dataset=none) -%}
    left join {{ ref('stg_inputs__payloads') }} as payloads
        on
            {{ rows }}.payload_sha256 = payloads.payload_sha256
            {% if dataset -%}
            and payloads.source = '{{ dataset.split("/")[0] }}'
            and payloads.dataset = '{{ dataset.split("/")[1] }}'
            {%- else -%}
            and {{ rows }}.source = payloads.source
            and {{ rows }}.dataset = payloads.dataset
            {%- endif %}
{%- endmacro %}


{#- One row a payload of the release with `is_sample`, whatever datasets the same bytes were archived under. -#}
{% macro samples() -%}
    (
        select
            payload_sha256,
            bool_or(is_sample) as is_sample
        from {{ ref('payloads') }}
        group by payload_sha256
    )
{%- endmacro %}
