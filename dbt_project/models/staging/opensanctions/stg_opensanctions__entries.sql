-- Parties of the lists that a collection copies, as far as the list is one of ours: one row a payload, party and list.
with collected as (

    select
        payload_sha256,
        row_number,
        entity_id,
        entity_schema,
        caption,
        names,
        aliases,
        countries,
        {{ unnest_list('collections') }} as collection
    from {{ source('raw', 'opensanctions__entities') }}
    where is_target

),

listed as (

    select
        *,
        case collection
            when 'eu_fsf' then 'EUFSF'
            when 'gb_fcdo_sanctions' then 'UKSL'
            when 'jp_meti_eul' then 'JPEUL'
            when 'tw_shtc' then 'TWSHTC'
        end as list_code,
        upper({{ first_of_length('countries', 2) }}) as country_code
    from collected
    where collection in ('eu_fsf', 'gb_fcdo_sanctions', 'jp_meti_eul', 'tw_shtc')

)

select
    'opensanctions' as sighting_source,
    true as is_copy,
    listed.list_code,
    {{ short_hash("'opensanctions|' || listed.list_code || '|' || listed.entity_id") }} as entry_key,
    case listed.entity_schema
        when 'Person' then 'Individual'
        when 'Vessel' then 'Vessel'
        when 'Airplane' then 'Aircraft'
        else 'Entity'
    end as entry_type,
    listed.caption as entity_name,
    {{ no_texts() }} as addresses,
    listed.country_code as address_countries,
    listed.country_code as heading_country,
    {{ merged_list('listed.names', 'listed.aliases') }} as alt_names,
    listed.entity_id as identifiers,
    listed.payload_sha256,
    cast(listed.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from listed
{{ payload_of('listed', 'opensanctions/entities') }}
