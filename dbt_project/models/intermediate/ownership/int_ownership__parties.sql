-- Who a party of a source is here: a vendor of that very name, else the listed entity of that name, else who a curated
-- statement or one of the user's own calls so, else a party of its own. The newest record of a party counts. A name can
-- be that of another firm: the statement says where it came from.
with newest as (

    select
        *,
        row_number() over (
            partition by party_key
            order by observed_at desc nulls last, payload_sha256 desc, row_no asc
        ) as newest_first
    from {{ ref('int_ownership__union') }}
    where record_kind = 'party'

),

names as (

    select
        party_key,
        {{ text_key('party_name') }} as name_key
    from newest
    where newest_first = 1 and not is_withdrawn
    union
    select
        party_key,
        {{ text_key('other_name') }} as name_key
    from (
        select
            party_key,
            {{ unnest_list('other_names') }} as other_name
        from newest
        where newest_first = 1 and not is_withdrawn
    ) as others

),

vendor_names as (

    select
        vendor_id,
        {{ text_key('alias') }} as name_key
    from {{ ref('int_vendors__aliases') }}
    union
    select
        vendor_id,
        {{ text_key('vendor_name') }} as name_key
    from {{ ref('int_vendors__vendors') }}

),

-- A name of two vendors is nobody's.
vendors as (

    select
        names.party_key,
        min(vendor_names.vendor_id) as vendor_id
    from names
    inner join vendor_names on names.name_key = vendor_names.name_key
    group by names.party_key
    having count(distinct vendor_names.vendor_id) = 1

),

listed_names as (

    select
        entity_id,
        name_key
    from {{ ref('int_listings__entries') }}
    union
    select
        entity_id,
        {{ text_key('alt_name') }} as name_key
    from (
        select
            entity_id,
            {{ unnest_list('alt_names') }} as alt_name
        from {{ ref('int_listings__entries') }}
    ) as others

),

listed as (

    select
        names.party_key,
        min(listed_names.entity_id) as entity_id
    from names
    inner join listed_names on names.name_key = listed_names.name_key
    where names.name_key <> ''
    group by names.party_key

),

stated_names as (

    select owner_name as party_name
    from {{ ref('stg_curated__ownership_facts') }}
    union
    select owned_name as party_name
    from {{ ref('stg_curated__ownership_facts') }}
    union
    select owner_name as party_name
    from {{ ref('stg_overlay__ownership') }}
    union
    select owned_name as party_name
    from {{ ref('stg_overlay__ownership') }}

),

stated as (

    select
        names.party_key,
        min({{ slug('stated_names.party_name') }}) as stated_id
    from names
    inner join stated_names on names.name_key = {{ text_key('stated_names.party_name') }}
    group by names.party_key

)

select
    newest.party_key,
    newest.party_name,
    newest.country_code,
    newest.registration_number,
    vendors.vendor_id,
    listed.entity_id,
    coalesce(vendors.vendor_id, listed.entity_id, stated.stated_id, newest.party_key) as party_id
from newest
left join vendors on newest.party_key = vendors.party_key
left join listed on newest.party_key = listed.party_key
left join stated on newest.party_key = stated.party_key
where newest.newest_first = 1 and not newest.is_withdrawn
