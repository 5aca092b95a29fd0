-- The parties that an owner rule starts from, one row a rule, party and listing: the listed entity itself, the vendor
-- that it is, and the party whom a statement of ownership names as the list does.
with vendors_themselves as (

    select
        listing_id,
        min(vendor_id) as vendor_id
    from {{ ref('int_listings__entries') }}
    where is_vendor_itself
    group by listing_id

),

stated_names as (

    select
        owner_party_id as party_id,
        {{ slug('owner_name') }} as entity_id
    from {{ ref('int_ownership__holdings') }}
    union
    select
        owned_party_id as party_id,
        {{ slug('owned_name') }} as entity_id
    from {{ ref('int_ownership__holdings') }}

),

parties as (

    select
        listing_id,
        entity_id as party_id
    from {{ ref('int_listings__listings') }}
    union all
    select
        listing_id,
        vendor_id as party_id
    from vendors_themselves
    union all
    select
        listings.listing_id,
        stated_names.party_id
    from {{ ref('int_listings__listings') }} as listings
    inner join stated_names on listings.entity_id = stated_names.entity_id

)

select distinct
    rules.owner_rule_id,
    parties.party_id,
    listings.listing_id,
    listings.list_code,
    listings.entity_name,
    listings.valid_from,
    listings.valid_to,
    listings.known_from
from {{ ref('int_listings__listings') }} as listings
inner join parties on listings.listing_id = parties.listing_id
inner join {{ ref('stg_curated__owner_rules') }} as rules on listings.list_code = rules.list_code
where listings.valid_from is not null and (listings.valid_to is null or listings.valid_to > listings.valid_from)
