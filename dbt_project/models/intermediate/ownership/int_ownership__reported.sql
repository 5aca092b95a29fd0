-- Statements of ownership that sources report, as far as they lie in the neighborhood of a known party: what it holds,
-- what that holds, and so on. One row an owner, owned party and first day. Where a curated statement or one of the
-- user's own is about the same two parties, that one counts and these are left out.
with recursive newest as (

    select
        *,
        row_number() over (
            partition by sighting_source, owner_key, owned_key, is_direct
            order by observed_at desc nulls last, payload_sha256 desc, row_no asc
        ) as newest_first
    from {{ ref('int_ownership__union') }}
    where record_kind = 'holding'

),

named as (

    select
        newest.sighting_source,
        owners.party_id as owner_party_id,
        owners.party_name as owner_name,
        owners.vendor_id as owner_vendor_id,
        owned.party_id as owned_party_id,
        owned.party_name as owned_name,
        owned.vendor_id as owned_vendor_id,
        newest.share_kind,
        newest.share_pct_min,
        newest.share_pct_max,
        newest.is_direct,
        newest.valid_from,
        newest.valid_to,
        newest.known_from,
        newest.note,
        newest.stated_in as source,
        newest.source_url,
        newest.confidence,
        newest.payload_sha256,
        newest.row_no
    from newest
    inner join {{ ref('int_ownership__parties') }} as owners on newest.owner_key = owners.party_key
    inner join {{ ref('int_ownership__parties') }} as owned on newest.owned_key = owned.party_key
    where
        newest.newest_first = 1
        and not newest.is_withdrawn
        and owners.party_id <> owned.party_id
        and (newest.valid_to is null or newest.valid_to > coalesce(newest.valid_from, newest.known_from))

),

edges as (

    select distinct
        owner_party_id,
        owned_party_id
    from named

),

-- A vendor or an entity of the lists is where the neighborhood begins.
reached as (

    select party_id
    from {{ ref('int_ownership__parties') }}
    where vendor_id is not null or entity_id is not null
    union
    select edges.owned_party_id as party_id
    from edges
    inner join reached on edges.owner_party_id = reached.party_id

),

stated as (

    select
        coalesce(owner_vendor_id, {{ slug('owner_name') }}) as owner_party_id,
        coalesce(owned_vendor_id, {{ slug('owned_name') }}) as owned_party_id
    from {{ ref('stg_curated__ownership_facts') }}
    union
    select
        coalesce(owner_vendor_id, {{ slug('owner_name') }}) as owner_party_id,
        coalesce(owned_vendor_id, {{ slug('owned_name') }}) as owned_party_id
    from {{ ref('stg_overlay__ownership') }}

)

select
    named.owner_party_id,
    named.owner_name,
    named.owner_vendor_id,
    named.owned_party_id,
    named.owned_name,
    named.owned_vendor_id,
    named.share_kind,
    named.share_pct_min,
    named.share_pct_max,
    named.is_direct,
    named.valid_from,
    named.valid_to,
    named.known_from,
    named.note,
    named.source,
    named.source_url,
    named.confidence,
    false as is_user_data,
    named.payload_sha256
from named
inner join reached on named.owner_party_id = reached.party_id
left join stated
    on
        named.owner_party_id = stated.owner_party_id
        and named.owned_party_id = stated.owned_party_id
where stated.owner_party_id is null
