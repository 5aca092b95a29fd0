-- Parts of an H100 counted by hand from the rates that sources print: 8-bit rate over 1,979 and total processing
-- performance over 15,832. A chip that a rate was corrected for belongs here with its new part.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

with known (chip_id, h100e_8bit, h100e_tpp) as (
    values
    ('nvidia-h100-sxm5-80gb', 1, 1),
    ('nvidia-h200-sxm-141gb', 1, 1),
    ('nvidia-h20-96gb', 0.1496, 0.1496),
    ('nvidia-a100-sxm4-80gb', 0.3153, 0.3153),
    ('nvidia-a800-sxm4-80gb', 0.3153, 0.3153),
    ('huawei-ascend-910b1', 0.4042, 0.4042),
    ('huawei-ascend-910b3', 0.3234, 0.3234),
    ('huawei-ascend-910b4', 0.2830, 0.2830),
    ('huawei-ascend-910c', 0.8085, 0.8085),
    ('cambricon-mlu590', 0.3173, 0.3173),
    ('kunlunxin-p800', 0.3487, 0.3487),
    ('t-head-ppu-zhenwu-810e', 0.1200, 0.1200)
)

select
    known.chip_id,
    known.h100e_8bit,
    computed.h100e_8bit as computed_8bit,
    known.h100e_tpp,
    computed.h100e_tpp as computed_tpp
from known
left join {{ ref('fct_chip_compute') }} as computed
    on known.chip_id = computed.chip_id
where
    computed.chip_id is null
    or abs(known.h100e_8bit - computed.h100e_8bit) > 0.0001
    or abs(known.h100e_tpp - computed.h100e_tpp) > 0.0001
