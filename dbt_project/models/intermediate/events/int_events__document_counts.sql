-- What an abstract says it adds beside what the lists hold under the document's pages. A file of the lists that is only
-- an excerpt holds fewer; more than stated is always worth a look.
with listed as (

    select
        citations.document_number,
        count(distinct case when not entries.is_address_entry then entries.entity_id end) as listed_entity_count,
        count(distinct case when not entries.is_address_entry then entries.entry_key end) as listed_entry_count,
        count(distinct case when entries.is_address_entry then entries.entry_key end) as listed_address_count
    from {{ ref('int_listings__citations') }} as citations
    inner join {{ ref('int_listings__entries') }} as entries on citations.entry_key = entries.entry_key
    where citations.document_number is not null and citations.is_first_of_listing
    group by citations.document_number

),

whole as (

    select coalesce(max(row_count), 0) >= {{ var('complete_screening_list_rows') }} as is_list_complete
    from {{ ref('stg_inputs__payloads') }}
    where source = 'csl'

)

select
    documents.document_number,
    documents.title,
    documents.published_on,
    documents.citation,
    documents.stated_entities_added as stated_entity_count,
    coalesce(documents.stated_entries_added, documents.stated_entities_added) as stated_entry_count,
    documents.stated_addresses_added as stated_address_count,
    documents.stated_entities_removed as stated_removed_count,
    documents.stated_entries_modified as stated_modified_count,
    coalesce(listed.listed_entity_count, 0) as listed_entity_count,
    coalesce(listed.listed_entry_count, 0) as listed_entry_count,
    coalesce(listed.listed_address_count, 0) as listed_address_count,
    whole.is_list_complete,
    case
        when documents.stated_entities_added is null then 'not_stated'
        when coalesce(listed.listed_entity_count, 0) > documents.stated_entities_added then 'lists_hold_more'
        when coalesce(listed.listed_entity_count, 0) = documents.stated_entities_added then 'agree'
        when whole.is_list_complete then 'lists_hold_fewer'
        else 'lists_are_an_excerpt'
    end as finding,
    documents.is_sample,
    documents.payload_sha256
from {{ ref('int_events__judged_documents') }} as documents
cross join whole
left join listed on documents.document_number = listed.document_number
where
    listed.document_number is not null
    or documents.stated_entities_added is not null
    or documents.stated_entities_removed is not null
