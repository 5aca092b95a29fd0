select
    checked.event_id,
    events.title as event_title,
    events.action_type,
    events.instrument,
    events.known_from,
    events.document_number,
    checked.vendor_id,
    vendors.vendor_name,
    checked.vendor_role,
    checked.list_codes,
    checked.entity_names,
    checked.citations,
    checked.made_listing_count,
    checked.changed_listing_count,
    checked.is_named_in_document,
    checked.finding,
    coalesce(samples.is_sample, false) as is_sample,
    checked.payload_sha256
from {{ ref('int_events__listing_vendors') }} as checked
inner join {{ ref('fct_sanction_events') }} as events on checked.event_id = events.event_id
left join {{ ref('dim_vendor') }} as vendors on checked.vendor_id = vendors.vendor_id
left join {{ samples() }} as samples on checked.payload_sha256 = samples.payload_sha256
