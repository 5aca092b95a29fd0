select
    {{ text_or_null('event_id') }} as event_id,
    leak_on,
    leak_at,
    {{ text_or_null('leak_zone') }} as leak_zone,
    {{ text_or_null('leak_session') }} as leak_session,
    official_on,
    {{ text_or_null('official_zone') }} as official_zone,
    {{ text_or_null('official_session') }} as official_session,
    {{ text_or_null('credibility') }} as credibility,
    credibility in ('named_newsroom', 'named_official') as is_credible
from {{ ref('event_leaks') }}
