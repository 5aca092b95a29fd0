with entries as (

    select
        listing_id,
        entity_name,
        {{ unnest_list('alt_names') }} as alias
    from {{ ref('int_listings__entries') }}

),

linked as (

    select
        listing_id,
        list_code,
        vendor_id,
        max(case when is_vendor_itself then 1 else 0 end) as is_itself,
        max(case when is_vendor_itself and is_in_latest_snapshot and end_on is null then 1 else 0 end)
            as is_itself_now
    from {{ ref('int_listings__entries') }}
    where vendor_id is not null
    group by listing_id, list_code, vendor_id

),

vendor_lists as (

    select
        list_code,
        vendor_id,
        max(is_itself_now) as has_itself_now
    from linked
    group by list_code, vendor_id

),

-- A vendor's names lead to its own listings; on a list that has none of its own now, to those of its affiliates.
own_names as (

    select
        linked.listing_id,
        linked.vendor_id
    from linked
    inner join vendor_lists on linked.list_code = vendor_lists.list_code and linked.vendor_id = vendor_lists.vendor_id
    where linked.is_itself = 1 or vendor_lists.has_itself_now = 0

),

-- Names that a list prints, and names of the vendor.
every as (

    select
        listing_id,
        entity_name as listed_name,
        'name' as name_kind,
        1 as name_rank,
        false as is_user_data
    from {{ ref('int_listings__entries') }}

    union all

    select
        listing_id,
        alias as listed_name,
        'alias' as name_kind,
        2 as name_rank,
        false as is_user_data
    from entries
    where alias is not null

    union all

    select
        own_names.listing_id,
        aliases.alias as listed_name,
        'vendor_alias' as name_kind,
        3 as name_rank,
        aliases.is_user_data
    from own_names
    inner join {{ ref('int_vendors__aliases') }} as aliases on own_names.vendor_id = aliases.vendor_id

    union all

    select
        own_names.listing_id,
        vendors.vendor_name as listed_name,
        'vendor_alias' as name_kind,
        4 as name_rank,
        vendors.is_user_data
    from own_names
    inner join {{ ref('int_vendors__vendors') }} as vendors on own_names.vendor_id = vendors.vendor_id

    union all

    select
        own_names.listing_id,
        vendors.vendor_name_zh as listed_name,
        'vendor_alias' as name_kind,
        5 as name_rank,
        vendors.is_user_data
    from own_names
    inner join {{ ref('int_vendors__vendors') }} as vendors on own_names.vendor_id = vendors.vendor_id
    where vendors.vendor_name_zh is not null

),

keyed as (

    select
        *,
        {{ text_key('listed_name') }} as name_key
    from every

),

distinct_names as (

    select
        *,
        row_number() over (
            partition by listing_id, name_key order by name_rank, listed_name
        ) as preferred_first
    from keyed
    where name_key <> ''

)

select
    listings.listing_id,
    names.name_key,
    names.listed_name,
    names.name_kind,
    listings.entity_id,
    listings.entity_name,
    listings.vendor_id,
    vendors.vendor_name,
    listings.heading_country,
    listings.list_code,
    lists.list_name,
    listings.legal_effect,
    lists.legal_basis,
    case when listings.valid_from_basis <> 'first_observed' then listings.valid_from end as listed_since_on,
    listings.effective_on,
    listings.valid_to as listed_until_on,
    coalesce(status.listing_status, 'in_force') as listing_status,
    status.listing_status_from_on,
    status.listing_status_until_on,
    coalesce(listings.rule_citation, listings.citation, split_part(lists.legal_basis, ';', 1)) as citation,
    listings.citation as printed_citations,
    listings.rule_document_number,
    listings.identifiers,
    listings.source_list_url,
    listings.is_address_entry,
    listings.is_in_latest_snapshot and listings.valid_to is null as is_current,
    names.is_user_data,
    coalesce(samples.is_sample, false) as is_sample,
    listings.payload_sha256
from distinct_names as names
inner join {{ ref('fct_entity_listings') }} as listings on names.listing_id = listings.listing_id
left join {{ ref('dim_vendor') }} as vendors on listings.vendor_id = vendors.vendor_id
left join {{ ref('dim_screening_list') }} as lists on listings.list_code = lists.list_code
left join {{ ref('int_listings__status') }} as status on listings.measure_id = status.measure_id
left join {{ samples() }} as samples on listings.payload_sha256 = samples.payload_sha256
where names.preferred_first = 1
