{{ config(
    severity='error',
    meta={'check_kind': 'count', 'table': 'marts.dim_screening_list', 'column': 'listing_count'}
) }}

-- Entities, listings and entries of a list are counted from its listings, and so is when it was last seen.
with listed as (
    select
        list_code,
        count(distinct entity_id) as entity_count,
        count(*) as listing_count,
        sum(entry_count) as entry_count,
        max(last_seen_at) as last_seen_at
    from {{ ref('fct_entity_listings') }}
    group by list_code
)

select
    lists.list_code,
    lists.entity_count,
    lists.listing_count,
    lists.entry_count,
    lists.last_seen_at
from {{ ref('dim_screening_list') }} as lists
left join listed on lists.list_code = listed.list_code
where
    lists.entity_count is distinct from coalesce(listed.entity_count, 0)
    or lists.listing_count is distinct from coalesce(listed.listing_count, 0)
    or lists.entry_count is distinct from coalesce(listed.entry_count, 0)
    or lists.last_seen_at is distinct from listed.last_seen_at
