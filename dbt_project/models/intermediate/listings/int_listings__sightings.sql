{{ config(tags=['portable']) }}

-- Every sighting of a list entry, whatever its source. OFAC's own file goes before the copy of its lists in the
-- Consolidated Screening List: where both hold a party (the same list and number), the copy only lends the addresses
-- and other names that OFAC keeps in other files. Section 1260H has no feed; its entries are curated.
with copies as (

    select
        list_code,
        entity_number,
        addresses,
        address_countries,
        heading_country,
        alt_names,
        source_list_url,
        row_number() over (
            partition by list_code, entity_number
            order by observed_at desc nulls last, payload_sha256 desc, row_no asc
        ) as newest_first
    from {{ ref('stg_csl__entries') }}
    where entity_number is not null

),

own_numbers as (

    select distinct
        list_code,
        entity_number
    from {{ ref('stg_ofac__consolidated') }}

),

screening_list as (

    select entries.*
    from {{ ref('stg_csl__entries') }} as entries
    left join own_numbers
        on
            entries.list_code = own_numbers.list_code
            and entries.entity_number = own_numbers.entity_number
    where own_numbers.entity_number is null

)

select
    'csl' as sighting_source,
    entry_key,
    source_list,
    list_code,
    entity_number,
    entry_type,
    programs,
    entity_name,
    addresses,
    address_countries,
    heading_country,
    citation_printed,
    citations,
    start_on,
    end_on,
    cast(null as date) as effective_on,
    cast(null as date) as stated_known_on,
    cast(null as varchar) as stated_known_basis,
    license_requirement,
    license_policy,
    footnote_no,
    remarks,
    source_list_url,
    alt_names,
    identifiers,
    cast(null as varchar) as curated_vendor_id,
    payload_sha256,
    row_no,
    observed_at,
    is_sample
from screening_list

union all

select
    'ofac' as sighting_source,
    parties.entry_key,
    lists.csl_source_name as source_list,
    parties.list_code,
    parties.entity_number,
    parties.entry_type,
    parties.programs,
    parties.entity_name,
    copies.addresses,
    copies.address_countries,
    copies.heading_country,
    cast(null as varchar) as citation_printed,
    {{ no_texts() }} as citations,
    parties.listed_on as start_on,
    cast(null as date) as end_on,
    parties.effective_on,
    parties.listed_on as stated_known_on,
    case when parties.listed_on is not null then 'stated' end as stated_known_basis,
    cast(null as varchar) as license_requirement,
    cast(null as varchar) as license_policy,
    cast(null as integer) as footnote_no,
    parties.remarks,
    copies.source_list_url,
    {{ merged_list('parties.alt_names', 'copies.alt_names') }} as alt_names,
    parties.identifiers,
    cast(null as varchar) as curated_vendor_id,
    parties.payload_sha256,
    parties.row_no,
    parties.observed_at,
    parties.is_sample
from {{ ref('stg_ofac__consolidated') }} as parties
left join copies
    on
        parties.list_code = copies.list_code
        and parties.entity_number = copies.entity_number
        and copies.newest_first = 1
left join {{ ref('stg_curated__screening_lists') }} as lists on parties.list_code = lists.list_code

union all

select
    'curated' as sighting_source,
    {{ short_hash("'1260h|' || companies.entity_name || '|' || cast(companies.listed_on as varchar)") }} as entry_key,
    lists.list_name as source_list,
    'NDAA1260H' as list_code,
    cast(null as varchar) as entity_number,
    'Entity' as entry_type,
    cast(null as varchar) as programs,
    companies.entity_name,
    {{ no_texts() }} as addresses,
    'CN' as address_countries,
    'CN' as heading_country,
    cast(null as varchar) as citation_printed,
    {{ no_texts() }} as citations,
    companies.listed_on as start_on,
    companies.removed_on as end_on,
    cast(null as date) as effective_on,
    companies.known_on as stated_known_on,
    'curated' as stated_known_basis,
    cast(null as varchar) as license_requirement,
    cast(null as varchar) as license_policy,
    cast(null as integer) as footnote_no,
    companies.note as remarks,
    cast(null as varchar) as source_list_url,
    {{ text_parts('companies.aliases') }} as alt_names,
    cast(null as varchar) as identifiers,
    companies.vendor_id as curated_vendor_id,
    companies.payload_sha256,
    row_number() over (order by companies.listed_on, companies.entity_name) as row_no,
    cast(null as timestamp with time zone) as observed_at,
    false as is_sample
from {{ ref('int_listings__military_companies') }} as companies
left join {{ ref('stg_curated__screening_lists') }} as lists on lists.list_code = 'NDAA1260H'
