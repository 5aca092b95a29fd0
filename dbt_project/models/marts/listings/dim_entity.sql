with listings as (

    select
        *,
        row_number() over (
            partition by entity_id
            order by last_seen_at desc nulls last, list_code asc, listing_id asc
        ) as newest_first
    from {{ ref('int_listings__listings') }}

),

totals as (

    select
        entity_id,
        cast(count(*) as bigint) as listing_count,
        cast(sum(entry_count) as bigint) as entry_count,
        {{ sorted_text('list_code') }} as list_codes,
        {{ sorted_text('heading_country') }} as heading_countries,
        min(vendor_id) as vendor_id,
        min(valid_from) as first_listed_on,
        max(case when is_in_latest_snapshot then 1 else 0 end) = 1 as is_in_latest_snapshot
    from listings
    group by entity_id

)

select
    totals.entity_id,
    listings.entity_name,
    totals.vendor_id,
    totals.heading_countries,
    totals.list_codes,
    totals.listing_count,
    totals.entry_count,
    totals.first_listed_on,
    totals.is_in_latest_snapshot,
    listings.is_address_entry,
    listings.payload_sha256
from totals
inner join listings on totals.entity_id = listings.entity_id and listings.newest_first = 1
