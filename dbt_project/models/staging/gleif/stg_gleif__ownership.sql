-- Legal entities (record_kind party) and consolidations (holding). Consolidation in accounts is not a percentage. A
-- record that is annulled or a duplicate is_withdrawn: kept, because it takes back an older one of the same key.
select
    'gleif' as sighting_source,
    'party' as record_kind,
    'lei:' || entities.lei as party_key,
    entities.legal_name as party_name,
    entities.other_names,
    entities.country as country_code,
    entities.registration_number,
    coalesce(entities.registration_status in ('ANNULLED', 'DUPLICATE'), false) as is_withdrawn,
    entities.payload_sha256,
    cast(entities.row_number as bigint) as row_no,
    payloads.observed_at
from {{ source('raw', 'gleif__entities') }} as entities
{{ payload_of('entities', 'gleif/entities') }}
union all by name
select
    'gleif' as sighting_source,
    'holding' as record_kind,
    'lei:' || relationships.end_lei as owner_key,
    'lei:' || relationships.start_lei as owned_key,
    'consolidated' as share_kind,
    relationships.relationship_kind = 'IS_DIRECTLY_CONSOLIDATED_BY' as is_direct,
    relationships.began_on as valid_from,
    case
        when relationships.ended_on is not null then relationships.ended_on + 1
        when relationships.relationship_status = 'INACTIVE' then relationships.updated_on
    end as valid_to,
    coalesce(relationships.registered_on, cast(payloads.observed_at at time zone 'UTC' as date)) as known_from,
    'Consolidated in accounts, which is not a percentage of shares; record '
    || lower(coalesce(relationships.registration_status, 'without a state'))
    || ', ' || lower(replace(coalesce(relationships.corroboration, 'not said how checked'), '_', ' ')) || '.' as note,
    'Global LEI Foundation, relationship record' as stated_in,
    'https://search.gleif.org/#/record/' || relationships.start_lei as source_url,
    case when relationships.corroboration = 'FULLY_CORROBORATED' then 'high' else 'medium' end as confidence,
    coalesce(relationships.registration_status in ('ANNULLED', 'DUPLICATE'), false) as is_withdrawn,
    relationships.payload_sha256,
    cast(relationships.row_number as bigint) as row_no,
    payloads.observed_at
from {{ source('raw', 'gleif__relationships') }} as relationships
{{ payload_of('relationships', 'gleif/relationships') }}
where
    relationships.relationship_kind in ('IS_DIRECTLY_CONSOLIDATED_BY', 'IS_ULTIMATELY_CONSOLIDATED_BY')
    and relationships.start_lei <> relationships.end_lei
