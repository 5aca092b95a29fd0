select
    {{ text_or_null('rule_id') }} as rule_id,
    {{ text_or_null('addressee_vendor_id') }} as addressee_vendor_id,
    {{ text_or_null('family_chip_id') }} as family_chip_id,
    {{ text_or_null('named_as') }} as named_as,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('chip_letters') }} as payload_sha256
from {{ ref('chip_letters') }}
