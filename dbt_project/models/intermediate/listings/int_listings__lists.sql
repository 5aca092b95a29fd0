-- Every list with what a listing means in law: as curated, else as the source says whose own list it is.
with stated as (

    select
        sightings.*,
        row_number() over (
            partition by sightings.list_code
            order by sightings.observed_at desc nulls last, sightings.payload_sha256 desc, sightings.row_no asc
        ) as newest_first
    from {{ ref('int_listings__sightings') }} as sightings
    left join {{ ref('stg_curated__screening_lists') }} as curated on sightings.list_code = curated.list_code
    where sightings.legal_effect is not null and curated.list_code is null

)

select
    lists.list_code,
    lists.list_name,
    lists.csl_source_name,
    lists.authority_id,
    authorities.jurisdiction,
    lists.legal_effect,
    lists.legal_basis,
    lists.source,
    lists.confidence,
    lists.kept_as,
    lists.complete_from_on,
    lists.complete_until_on,
    lists.completeness_note,
    lists.payload_sha256
from {{ ref('stg_curated__screening_lists') }} as lists
left join {{ ref('stg_curated__authorities') }} as authorities on lists.authority_id = authorities.authority_id
union all by name
select
    list_code,
    list_name,
    list_jurisdiction as jurisdiction,
    legal_effect,
    legal_basis,
    sighting_source as source,
    'file' as kept_as,
    payload_sha256
from stated
where newest_first = 1
