-- Every stretch of sightings in which a list entry stayed the same, whatever its source: changes, not days. The own
-- file of a list's keeper goes before the copy of the list in the Consolidated Screening List: where both hold a party
-- (the same list and number), the copy only lends the addresses and other names that the keeper holds in other files.
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
    from {{ ref('int_listings__stretches') }}
    where is_copy and entity_number is not null

),

own_numbers as (

    select distinct
        list_code,
        entity_number
    from {{ ref('int_listings__stretches') }}
    where not is_copy and entity_number is not null

)

select
    served.sighting_source,
    served.entry_key,
    coalesce(served.source_list, lists.csl_source_name, lists.list_name, served.list_name) as source_list,
    served.list_code,
    served.list_name,
    served.list_jurisdiction,
    served.legal_effect,
    served.legal_basis,
    served.entity_number,
    served.entry_type,
    served.programs,
    served.entity_name,
    coalesce(served.addresses, copies.addresses) as addresses,
    coalesce(served.address_countries, copies.address_countries) as address_countries,
    coalesce(served.heading_country, copies.heading_country) as heading_country,
    served.citation_printed,
    coalesce(served.citations, {{ no_texts() }}) as citations,
    served.start_on,
    served.end_on,
    served.effective_on,
    served.stated_known_on,
    served.stated_known_basis,
    served.license_requirement,
    served.license_policy,
    served.footnote_no,
    served.remarks,
    coalesce(served.source_list_url, copies.source_list_url) as source_list_url,
    case
        when served.is_copy or served.entity_number is null then served.alt_names
        else {{ merged_list('served.alt_names', 'copies.alt_names') }}
    end as alt_names,
    served.identifiers,
    served.curated_vendor_id,
    served.measure_id,
    served.payload_sha256,
    served.row_no,
    served.first_payload_no,
    served.last_payload_no,
    served.first_observed_at,
    served.observed_at,
    served.is_sample
from {{ ref('int_listings__stretches') }} as served
left join own_numbers
    on
        served.is_copy
        and served.list_code = own_numbers.list_code
        and served.entity_number = own_numbers.entity_number
left join copies
    on
        not served.is_copy
        and served.list_code = copies.list_code
        and served.entity_number = copies.entity_number
        and copies.newest_first = 1
left join {{ ref('stg_curated__screening_lists') }} as lists on served.list_code = lists.list_code
where own_numbers.entity_number is null
