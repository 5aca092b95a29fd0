-- Every chip, curated or the user's own, with the figures the law asks for:
--   TPP = operations a second (T, dense; 2 x MacTOPS) x bit length, the largest over the bit lengths on record;
--   performance density = TPP / applicable die area (logic dies on non-planar nodes).
-- A chip without rates or area keeps a figure stated as such; what is neither on record nor stated stays null.
with chips as (

    {{ union_of([
        ref('stg_curated__chip_models'),
        ref('stg_overlay__chips'),
    ]) }}

),

computed as (

    select
        *,
        greatest(
            fp64_tflops * 64,
            tf32_tflops * 32,
            fp16_tflops * 16,
            fp8_tflops * 8,
            fp6_tflops * 6,
            fp4_tflops * 4,
            int8_tops * 8,
            int4_tops * 4
        ) as computed_tpp,
        case when is_non_planar then die_area_mm2 end as applicable_die_area_mm2
    from chips

),

with_tpp as (

    select
        *,
        cast(coalesce(computed_tpp, stated_tpp) as decimal(18, 4)) as tpp,
        case
            when computed_tpp is not null then 'computed'
            when stated_tpp is not null then 'stated'
        end as tpp_basis,
        case
            when computed_tpp is null then null
            when computed_tpp = fp16_tflops * 16 then 'fp16'
            when computed_tpp = fp8_tflops * 8 then 'fp8'
            when computed_tpp = int8_tops * 8 then 'int8'
            when computed_tpp = fp4_tflops * 4 then 'fp4'
            when computed_tpp = fp6_tflops * 6 then 'fp6'
            when computed_tpp = int4_tops * 4 then 'int4'
            when computed_tpp = tf32_tflops * 32 then 'tf32'
            else 'fp64'
        end as tpp_format
    from computed

),

densities as (

    select
        *,
        cast(cast(tpp as double) / nullif(applicable_die_area_mm2, 0) as decimal(18, 4)) as computed_density
    from with_tpp

)

select
    * exclude (computed_density),
    coalesce(computed_density, stated_performance_density) as performance_density,
    case
        when computed_density is not null then 'computed'
        when stated_performance_density is not null then 'stated'
    end as performance_density_basis,
    dram_bandwidth_gb_s + interconnect_gb_s as dram_and_interconnect_gb_s,
    case
        when designer_country in ('CN', 'HK', 'MO') then 'd5_mo'
        when designer_country is not null then 'elsewhere'
    end as designer_group
from densities
