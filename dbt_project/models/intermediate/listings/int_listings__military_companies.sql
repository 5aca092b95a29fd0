{{ config(tags=['portable']) }}

-- Section 1260H: one row a company and stretch between the edition that adds it and the one that removes it.
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
    added.entity_name,
    added.aliases,
    added.vendor_id,
    added.published_on as listed_on,
    ended.removed_on,
    coalesce(editions.first_public_on, added.published_on) as known_on,
    added.note,
    added.payload_sha256
from added
inner join ended
    on
        added.entity_name = ended.entity_name
        and added.published_on = ended.published_on
left join {{ ref('stg_curated__actions') }} as editions on added.event_id = editions.event_id
