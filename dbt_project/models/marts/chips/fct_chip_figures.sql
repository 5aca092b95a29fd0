-- Each figure of each chip as a row, with the source and confidence of that figure: those of the chip unless the figure
-- has its own.
{%- set units = {
    'fp64_tflops': 'T operations/s', 'tf32_tflops': 'T operations/s', 'fp16_tflops': 'T operations/s',
    'fp8_tflops': 'T operations/s', 'fp6_tflops': 'T operations/s', 'fp4_tflops': 'T operations/s',
    'int8_tops': 'T operations/s', 'int4_tops': 'T operations/s', 'die_area_mm2': 'mm2',
    'die_area_alternative_mm2': 'mm2', 'memory_gb': 'GB', 'memory_bandwidth_gb_s': 'GB/s',
    'dram_bandwidth_gb_s': 'GB/s', 'link_gb_s': 'GB/s', 'host_gb_s': 'GB/s', 'interconnect_gb_s': 'GB/s',
} %}
with figures as (

    {%- for figure, unit in units.items() %}
        select
            chip_id,
            '{{ figure }}' as figure,
            {{ figure }} as figure_value,
            '{{ unit }}' as unit,
            source,
            confidence,
            is_user_data,
            payload_sha256
        from {{ ref('int_chips__models') }}
        where {{ figure }} is not null
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}

)

select
    figures.chip_id,
    figures.figure,
    figures.figure_value,
    figures.unit,
    coalesce(own.source, figures.source) as source,
    coalesce(own.confidence, figures.confidence) as confidence,
    own.note,
    figures.is_user_data,
    coalesce(own.payload_sha256, figures.payload_sha256) as payload_sha256
from figures
left join {{ ref('stg_curated__chip_figure_sources') }} as own
    on figures.chip_id = own.chip_id and figures.figure = own.figure
