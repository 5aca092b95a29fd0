-- One row a document with what the rules say of it. A document whose pages list a firm known as a chip vendor is about
-- that firm, even where title and abstract name none. What a person decided outweighs both.
with ranked as (

    select
        judged.*,
        row_number() over (
            partition by judged.document_number
            order by judged.observed_at desc nulls last, judged.payload_sha256 desc, judged.row_no desc
        ) as newest_first
    from {{ ref('stg_derived__event_candidates') }} as judged
    where judged.record_kind = 'document'

),

listed as (

    select
        citations.document_number,
        {{ sorted_text('entries.vendor_id') }} as listed_vendor_ids
    from {{ ref('int_listings__citations') }} as citations
    inner join {{ ref('int_listings__entries') }} as entries on citations.entry_key = entries.entry_key
    where citations.is_first_of_listing and entries.vendor_id is not null
    group by citations.document_number

)

select
    ranked.document_number,
    'document:' || ranked.document_number as candidate_id,
    documents.source,
    documents.issuer_jurisdiction,
    documents.title,
    documents.published_on,
    documents.citation,
    documents.volume,
    documents.start_page,
    documents.end_page,
    documents.html_url,
    documents.is_sample,
    ranked.correction_of,
    case
        when review.decision is not null then review.decision
        when ranked.relevance <> 'core' and listed.document_number is not null then 'core'
        else ranked.relevance
    end as relevance,
    case
        when review.decision is not null
            then
                'decided by ' || review.decided_by || ' on ' || cast(cast(review.decided_at as date) as varchar) || ': '
                || review.reason
        when ranked.relevance <> 'core' and listed.document_number is not null
            then 'its pages list a firm known as a chip vendor: ' || listed.listed_vendor_ids
        else ranked.reason
    end as reason,
    coalesce(ranked.instrument, case when listed.document_number is not null then 'entity_listing' end) as instrument,
    ranked.action_type,
    ranked.direction,
    ranked.stage,
    ranked.vendor_ids,
    ranked.family_chip_ids,
    ranked.stated_entities_added,
    ranked.stated_entries_added,
    ranked.stated_addresses_added,
    ranked.stated_entities_removed,
    ranked.stated_entries_modified,
    documents.payload_sha256
from ranked
inner join {{ ref('int_events__documents') }} as documents on ranked.document_number = documents.document_number
left join listed on ranked.document_number = listed.document_number
left join {{ ref('stg_overlay__review') }} as review on 'document:' || ranked.document_number = review.candidate_id
where ranked.newest_first = 1
