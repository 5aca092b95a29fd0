-- Section 1260H has no feed; its editions are curated. One row a company and stretch between the edition that adds it
-- and the one that removes it, in the form of a sighting.
with marked as (

    select
        *,
        lag(status) over (partition by entity_name order by published_on) as status_before
    from {{ ref('stg_curated__section_1260h_listings') }}

),

added as (

    select *
    from marked
    where status = 'listed' and coalesce(status_before, 'removed') = 'removed'

),

ended as (

    select
        added.entity_name,
        added.published_on,
        min(removed.published_on) as removed_on
    from added
    left join marked as removed
        on
            added.entity_name = removed.entity_name
            and removed.status = 'removed'
            and added.published_on < removed.published_on
    group by added.entity_name, added.published_on

)

select
    'curated' as sighting_source,
    false as is_copy,
    {{ short_hash("'1260h|' || added.entity_name || '|' || cast(added.published_on as varchar)") }} as entry_key,
    'NDAA1260H' as list_code,
    'Entity' as entry_type,
    added.entity_name,
    {{ no_texts() }} as addresses,
    'CN' as address_countries,
    'CN' as heading_country,
    added.published_on as start_on,
    ended.removed_on as end_on,
    coalesce(editions.first_public_on, added.published_on) as stated_known_on,
    'curated' as stated_known_basis,
    added.note as remarks,
    {{ text_parts('added.aliases') }} as alt_names,
    added.vendor_id as curated_vendor_id,
    added.payload_sha256,
    row_number() over (order by added.published_on, added.entity_name) as row_no,
    false as is_sample
from added
inner join ended
    on
        added.entity_name = ended.entity_name
        and added.published_on = ended.published_on
left join {{ ref('int_events__actions') }} as editions on added.event_id = editions.event_id
