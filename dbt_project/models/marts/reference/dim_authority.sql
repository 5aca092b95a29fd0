select
    authorities.authority_id,
    authorities.authority_name,
    authorities.authority_name_zh,
    authorities.jurisdiction,
    authorities.parent_authority_id,
    authorities.site,
    checks.checked_until_on,
    checks.checked_in,
    checks.source as checked_source,
    authorities.source,
    authorities.confidence,
    authorities.payload_sha256
from {{ ref('stg_curated__authorities') }} as authorities
left join {{ ref('stg_curated__authority_checks') }} as checks on authorities.authority_id = checks.authority_id
