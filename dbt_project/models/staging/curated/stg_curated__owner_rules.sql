select
    {{ text_or_null('owner_rule_id') }} as owner_rule_id,
    {{ text_or_null('owner_rule_name') }} as owner_rule_name,
    {{ text_or_null('list_code') }} as list_code,
    {{ text_or_null('measure_id') }} as measure_id,
    cast(applies_from as date) as applies_from,
    cast(threshold_pct as decimal(9, 4)) as threshold_pct,
    {{ text_or_null('legal_basis') }} as legal_basis,
    {{ text_or_null('note') }} as note,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('owner_rules') }} as payload_sha256
from {{ ref('owner_rules') }}
