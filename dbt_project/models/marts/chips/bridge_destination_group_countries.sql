-- Every country or area with the destination group it belongs to over time. One without a curated membership belongs to
-- the group `other`; XW (no single destination) and the United States belong to none.
with curated as (

    select
        country_code,
        destination_group_id,
        valid_from,
        valid_to,
        known_from,
        valid_to_known_from,
        note,
        source,
        confidence,
        payload_sha256
    from {{ ref('stg_curated__chip_destination_members') }}

),

rest as (

    select
        country_code,
        'other' as destination_group_id,
        cast('2018-01-01' as date) as valid_from,
        cast(null as date) as valid_to,
        cast('2018-01-01' as date) as known_from,
        cast(null as date) as valid_to_known_from,
        'No curated membership of a country group.' as note,
        'chipwatch: what is left' as source,
        'low' as confidence,
        payload_sha256
    from {{ ref('stg_curated__countries') }}
    where
        country_code not in ('US', 'XW')
        and country_code not in (select curated.country_code from curated)

)

select * from curated
union all
select * from rest
