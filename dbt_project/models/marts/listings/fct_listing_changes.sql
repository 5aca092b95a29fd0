select
    changes.change_id,
    changes.candidate_id,
    changes.list_code,
    changes.change_kind,
    changes.listing_id,
    changes.entity_id,
    changes.entity_name,
    changes.vendor_id,
    changes.start_on,
    changes.citation,
    changes.changed_fields,
    {{ utc_timestamp('changes.previous_observed_at') }} as previous_observed_at,
    {{ utc_timestamp('changes.observed_at') }} as observed_at,
    changes.is_plausible,
    changes.previous_payload_sha256,
    changes.payload_sha256
from {{ ref('int_listings__changes') }} as changes
