select
    {{ text_or_null('candidate_id') }} as candidate_id,
    {{ text_or_null('reason') }} as reason,
    {{ text_or_null('source') }} as source
from {{ ref('candidate_rejections') }}
