select
    {{ text_or_null('hub_code') }} as hub_code,
    as_of_on,
    installed_mw,
    {{ text_or_null('bound') }} as bound,
    {{ text_or_null('what') }} as what,
    {{ text_or_null('source') }} as source,
    {{ text_or_null('source_url') }} as source_url,
    {{ text_or_null('confidence') }} as confidence,
    {{ seed_sha('hub_power') }} as payload_sha256
from {{ ref('hub_power') }}
