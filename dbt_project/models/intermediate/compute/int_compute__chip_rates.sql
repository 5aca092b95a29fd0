-- Each chip as a part of an H100: by dense operations at 8 bits, and by total processing performance, the measure of
-- the rule. Other figures that sources print widen the bounds and never replace the figure.
with rates as (
    select
        chip_id,
        vendor_id,
        family_chip_id,
        coalesce(greatest(fp8_tflops, int8_tops), 2 * fp16_tflops) as rate_8bit,
        case
            when greatest(fp8_tflops, int8_tops) is not null then 'stated_at_8_bits'
            when fp16_tflops is not null then 'twice_the_16_bit_rate'
        end as rate_8bit_basis,
        tpp,
        confidence,
        payload_sha256
    from {{ ref('int_chips__models') }}
),

others as (
    select
        chip_id,
        min(figure_value) filter (where figure <> 'tpp') as least_rate_8bit,
        max(figure_value) filter (where figure <> 'tpp') as greatest_rate_8bit,
        min(figure_value) filter (where figure = 'tpp') as least_tpp,
        max(figure_value) filter (where figure = 'tpp') as greatest_tpp
    from {{ ref('stg_curated__chip_rate_alternatives') }}
    group by chip_id
),

reference_chip as (
    select
        rate_8bit,
        tpp
    from rates
    where chip_id = '{{ var("reference_chip_id") }}'
)

select
    rates.chip_id,
    rates.vendor_id,
    rates.family_chip_id,
    cast(rates.rate_8bit as decimal(18, 4)) as rate_8bit,
    rates.rate_8bit_basis,
    rates.tpp,
    rates.confidence,
    rates.payload_sha256,
    {%- set parts = {
        'h100e_8bit': ('rates.rate_8bit', 'rate_8bit'),
        'h100e_8bit_low': ('least(rates.rate_8bit, others.least_rate_8bit)', 'rate_8bit'),
        'h100e_8bit_high': ('greatest(rates.rate_8bit, others.greatest_rate_8bit)', 'rate_8bit'),
        'h100e_tpp': ('rates.tpp', 'tpp'),
        'h100e_tpp_low': ('least(rates.tpp, others.least_tpp)', 'tpp'),
        'h100e_tpp_high': ('greatest(rates.tpp, others.greatest_tpp)', 'tpp'),
    } %}
{%- for name, (value, measure) in parts.items() %}
    cast(
        round(cast({{ value }} as double) / cast(reference_chip.{{ measure }} as double), 4) as decimal(12, 4)
    ) as {{ name }}{{ ',' if not loop.last }}
{%- endfor %}
from rates
cross join reference_chip
left join others
    on rates.chip_id = others.chip_id
