{{ config(
    severity='error',
    meta={'check_kind': 'count', 'table': 'marts.dim_entity', 'column': 'listing_count'}
) }}

-- What an entity says about its listings (how many, since when, still seen) is what its listings say.
with listed as (
    select
        entity_id,
        count(*) as listing_count,
        sum(entry_count) as entry_count,
        min(valid_from) as first_listed_on,
        bool_or(is_in_latest_snapshot) as is_in_latest_snapshot
    from {{ ref('fct_entity_listings') }}
    group by entity_id
)

select
    entities.entity_id,
    entities.listing_count,
    listed.listing_count as listings_found,
    entities.entry_count,
    listed.entry_count as entries_found
from {{ ref('dim_entity') }} as entities
left join listed on entities.entity_id = listed.entity_id
where
    entities.listing_count is distinct from listed.listing_count
    or entities.entry_count is distinct from listed.entry_count
    or entities.first_listed_on is distinct from listed.first_listed_on
    or entities.is_in_latest_snapshot is distinct from listed.is_in_latest_snapshot
