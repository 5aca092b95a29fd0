select
    {{ text_or_null('unit_check_id') }} as unit_check_id,
    {{ text_or_null('check_kind_of_units') }} as check_kind_of_units,
    {{ text_or_null('statement') }} as statement,
    {{ text_or_null('side') }} as side,
    {{ text_or_null('estimate_id') }} as estimate_id,
    {{ text_or_null('factor') }} as factor,
    {{ text_or_null('factor_chip_id') }} as factor_chip_id,
    cast(tolerance_pct as decimal(9, 4)) as tolerance_pct,
    cast(term_no as integer) as term_no,
    cast(sign as integer) as sign,
    {{ seed_sha('unit_check_terms') }} as payload_sha256
from {{ ref('unit_check_terms') }}
