select
    chip_id,
    vendor_id,
    family_chip_id,
    rate_8bit,
    rate_8bit_basis,
    tpp,
    h100e_8bit,
    h100e_8bit_low,
    h100e_8bit_high,
    h100e_tpp,
    h100e_tpp_low,
    h100e_tpp_high,
    confidence,
    payload_sha256
from {{ ref('int_compute__chip_rates') }}
where coalesce(rate_8bit, tpp) is not null
