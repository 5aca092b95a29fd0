-- Vendors that an event's listings and its document name, beside those of the ledger: one row an event and vendor.
-- A listing was made by the document on whose pages its first citation lies; a later citation changed it. Editions of
-- lists without pages name their event.
with events as (

    select
        event_id,
        document_number,
        (
            instrument in ('entity_listing', 'unverified_listing', 'military_company_listing')
            and action_type in ('list', 'delist', 'amend', 'correct')
        )
        or (instrument = 'investment_restriction' and action_type = 'list') as is_listing_event
    from {{ ref('int_events__dated') }}
    where stage <> 'scheduled'

),

cited as (

    select
        events.event_id,
        entries.vendor_id,
        entries.list_code,
        entries.listing_id,
        entries.entity_name,
        citations.citation,
        citations.is_first_of_listing as is_made,
        citations.rule_payload_sha256 as payload_sha256
    from events
    inner join {{ ref('int_listings__citations') }} as citations on events.document_number = citations.document_number
    inner join {{ ref('int_listings__entries') }} as entries on citations.entry_key = entries.entry_key
    where entries.vendor_id is not null

    union all

    select
        events.event_id,
        editions.vendor_id,
        'NDAA1260H' as list_code,
        'ndaa1260h:' || editions.entity_name as listing_id,
        editions.entity_name,
        cast(null as varchar) as citation,
        true as is_made,
        editions.payload_sha256
    from {{ ref('stg_curated__section_1260h_listings') }} as editions
    inner join events on editions.event_id = events.event_id
    where editions.status = 'listed' and editions.vendor_id is not null

),

listed as (

    select
        event_id,
        vendor_id,
        {{ sorted_text('list_code') }} as list_codes,
        {{ sorted_text('citation') }} as citations,
        {{ sorted_text('entity_name') }} as entity_names,
        count(distinct case when is_made then listing_id end) as made_listing_count,
        count(distinct case when not is_made then listing_id end) as changed_listing_count,
        min(payload_sha256) as payload_sha256
    from cited
    group by event_id, vendor_id

),

read_names as (

    select
        document_number,
        payload_sha256,
        {{ unnest_list('vendor_ids') }} as vendor_id
    from {{ ref('int_events__judged_documents') }}

),

named as (

    select
        events.event_id,
        read_names.vendor_id,
        min(read_names.payload_sha256) as payload_sha256
    from events
    inner join read_names on events.document_number = read_names.document_number
    where events.is_listing_event
    group by events.event_id, read_names.vendor_id

),

curated as (

    select
        vendors.event_id,
        vendors.vendor_id,
        vendors.role,
        vendors.payload_sha256
    from {{ ref('int_events__action_vendors') }} as vendors
    inner join events on vendors.event_id = events.event_id
    where
        (events.is_listing_event and vendors.role in ('restricted', 'target'))
        or exists (
            select 1
            from listed
            where listed.event_id = vendors.event_id and listed.vendor_id = vendors.vendor_id
        )
        or exists (
            select 1
            from named
            where named.event_id = vendors.event_id and named.vendor_id = vendors.vendor_id
        )

),

every_pair as (

    select
        event_id,
        vendor_id
    from listed
    union
    select
        event_id,
        vendor_id
    from named
    union
    select
        event_id,
        vendor_id
    from curated

)

select
    every_pair.event_id,
    every_pair.vendor_id,
    curated.role as vendor_role,
    listed.list_codes,
    listed.citations,
    listed.entity_names,
    coalesce(listed.made_listing_count, 0) as made_listing_count,
    coalesce(listed.changed_listing_count, 0) as changed_listing_count,
    named.event_id is not null as is_named_in_document,
    case
        when curated.role is null and (listed.made_listing_count > 0 or named.event_id is not null) then 'not_in_ledger'
        when curated.role is null and events.is_listing_event then 'not_in_ledger'
        when curated.role is null then 'entry_changed'
        when listed.event_id is null and named.event_id is null then 'ledger_only'
        else 'in_both'
    end as finding,
    coalesce(listed.payload_sha256, named.payload_sha256, curated.payload_sha256) as payload_sha256
from every_pair
inner join events on every_pair.event_id = events.event_id
left join listed on every_pair.event_id = listed.event_id and every_pair.vendor_id = listed.vendor_id
left join named on every_pair.event_id = named.event_id and every_pair.vendor_id = named.vendor_id
left join curated on every_pair.event_id = curated.event_id and every_pair.vendor_id = curated.vendor_id
