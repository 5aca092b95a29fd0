{{ config(tags=['after_event_study']) }}

select
    confounders.confounder_id,
    confounders.security_id,
    confounders.vendor_id,
    confounders.subject,
    found.session_on,
    {{ utc_timestamp('confounders.public_at') }} as public_at,
    confounders.kind as confounder_kind,
    confounders.what,
    confounders.source,
    confounders.source_url,
    confounders.confidence,
    confounders.payload_sha256
from {{ ref('int_market__study_confounders') }} as confounders
inner join {{ ref('stg_derived__market_confounders') }} as found
    on
        confounders.confounder_id = found.confounder_id
        and confounders.security_id = found.security_id
