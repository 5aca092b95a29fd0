select
    concat_ws('|', group_id, coalesce(reporter_code, 'any'), hs_code) as trade_group_code_id,
    group_id,
    reporter_code,
    hs_code,
    substr(hs_code, 1, 6) as hs_subheading_code,
    source,
    source_url,
    confidence,
    note,
    payload_sha256
from {{ ref('stg_curated__trade_group_codes') }}
