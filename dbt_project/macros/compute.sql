{#- Belongs here: what the counts of chips as H100 share. -#}


{#- A relation: by vendor and year of an unknown mix, the rates of the chips that it may have been. -#}
{% macro mix_rates() -%}
    (
        select
            mix_chips.vendor_id,
            mix_chips.year,
            min(chip_rates.h100e_8bit_low) as least_8bit,
            max(chip_rates.h100e_8bit_high) as greatest_8bit,
            min(chip_rates.h100e_tpp_low) as least_tpp,
            max(chip_rates.h100e_tpp_high) as greatest_tpp
        from {{ ref('stg_curated__compute_mix_chips') }} as mix_chips
        inner join {{ ref('int_compute__chip_rates') }} as chip_rates
            on mix_chips.chip_id = chip_rates.chip_id
        group by mix_chips.vendor_id, mix_chips.year
    )
{%- endmacro %}
