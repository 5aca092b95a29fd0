-- What an abstract and the full text say a document does to the lists, beside what the lists hold under its pages. A
-- file of the lists that is only an excerpt holds fewer; more than stated is always worth a look. The text names its
-- entries: each of them is looked for among the entries under the document's pages, by its name.
with entries as (

    select
        citations.document_number,
        entries.entry_key,
        entries.entity_id,
        entries.name_key,
        entries.is_address_entry
    from {{ ref('int_listings__citations') }} as citations
    inner join {{ ref('int_listings__entries') }} as entries on citations.entry_key = entries.entry_key
    where citations.document_number is not null and citations.is_first_of_listing

),

listed as (

    select
        document_number,
        count(distinct case when not is_address_entry then entity_id end) as listed_entity_count,
        count(distinct case when not is_address_entry then entry_key end) as listed_entry_count,
        count(distinct case when is_address_entry then entry_key end) as listed_address_count
    from entries
    group by document_number

),

named as (

    select
        text_lines.document_number,
        count(distinct case when text_lines.change_kind = 'added' then text_lines.name_key end) as text_added_count,
        count(distinct case when text_lines.change_kind = 'modified' then text_lines.name_key end)
            as text_modified_count,
        count(distinct case when text_lines.change_kind = 'removed' then text_lines.name_key end)
            as text_removed_count,
        count(distinct case when text_lines.change_kind = 'added' then entries.name_key end) as text_listed_count
    from {{ ref('int_events__text_lines') }} as text_lines
    left join entries
        on text_lines.document_number = entries.document_number and text_lines.name_key = entries.name_key
    where text_lines.line_kind = 'entry'
    group by text_lines.document_number

),

countries as (

    select
        document_number,
        {{ sorted_text("coalesce(country_code, country_printed) || ' ' || cast(stated_count as varchar)") }}
            as text_countries,
        sum(stated_count) as text_country_count
    from {{ ref('int_events__text_lines') }}
    where line_kind = 'count' and change_kind = 'added'
    group by document_number

),

with_names as (

    select document_number
    from named
    where text_added_count > 0

),

-- Names that the lists hold under the pages of a document whose text names entries, and that the text lacks.
unnamed as (

    select
        entries.document_number,
        count(distinct entries.name_key) as list_only_count,
        {{ sorted_text('entries.name_key') }} as list_only_names
    from entries
    inner join with_names on entries.document_number = with_names.document_number
    where
        not entries.is_address_entry
        and not exists (
            select 1
            from {{ ref('int_events__text_lines') }} as text_lines
            where
                text_lines.document_number = entries.document_number
                and text_lines.name_key = entries.name_key
        )
    group by entries.document_number

),

texts as (

    select distinct document_number
    from {{ ref('int_events__text_lines') }}

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
    case when texts.document_number is not null then coalesce(named.text_added_count, 0) end as text_added_count,
    case when texts.document_number is not null then coalesce(named.text_modified_count, 0) end as text_modified_count,
    case when texts.document_number is not null then coalesce(named.text_removed_count, 0) end as text_removed_count,
    cast(countries.text_country_count as bigint) as text_country_count,
    countries.text_countries,
    case when texts.document_number is not null then coalesce(named.text_listed_count, 0) end as text_listed_count,
    case when texts.document_number is not null then coalesce(unnamed.list_only_count, 0) end as list_only_count,
    unnamed.list_only_names,
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
    case
        when texts.document_number is null then 'no_text'
        when coalesce(named.text_added_count, 0) = 0 then 'names_none'
        when unnamed.list_only_count > 0 then 'lists_hold_more'
        when named.text_listed_count = named.text_added_count then 'agree'
        when whole.is_list_complete then 'lists_hold_fewer'
        else 'lists_are_an_excerpt'
    end as text_finding,
    documents.is_sample,
    documents.payload_sha256
from {{ ref('int_events__judged_documents') }} as documents
cross join whole
left join listed on documents.document_number = listed.document_number
left join named on documents.document_number = named.document_number
left join countries on documents.document_number = countries.document_number
left join unnamed on documents.document_number = unnamed.document_number
left join texts on documents.document_number = texts.document_number
where
    listed.document_number is not null
    or texts.document_number is not null
    or documents.stated_entities_added is not null
    or documents.stated_entities_removed is not null
