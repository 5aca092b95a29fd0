select
    event_id,
    candidate_id,
    candidate_kind,
    method as match_method,
    score as match_score,
    days_after_event,
    has_shared_vendor,
    has_shared_chip,
    is_best as is_best_match,
    payload_sha256
from {{ ref('int_events__matches') }}
