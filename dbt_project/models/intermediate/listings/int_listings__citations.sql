-- One row an entry and citation, with the Federal Register document on whose pages the citation lies. The lists cite
-- the page on which an entry stands, so the join is by volume and page range. Where documents share a page, one that
-- amends part 744 of the regulations wins, then one of a listing agency, then the one that starts later.
with parts as (

    select
        entry_key,
        listing_id,
        {{ unnest_list('citations') }} as citation
    from {{ ref('int_listings__entries') }}

),

cited as (

    select distinct
        entry_key,
        listing_id,
        citation,
        {{ citation_volume('citation') }} as volume,
        {{ citation_page('citation') }} as page
    from parts
    where citation is not null

),

candidates as (

    select
        cited.*,
        documents.document_number,
        documents.citation as rule_citation,
        documents.title as rule_title,
        documents.published_on as rule_published_on,
        documents.effective_on as rule_effective_on,
        documents.payload_sha256 as rule_payload_sha256,
        documents.is_sample as is_rule_sample,
        row_number() over (
            partition by cited.entry_key, cited.citation
            order by
                case
                    when documents.cfr_references like '%15 CFR 744%' then 0
                    when documents.agency_slugs like '%industry-and-security%' then 1
                    when documents.agency_slugs like '%foreign-assets%' then 1
                    else 2
                end asc,
                documents.start_page desc,
                documents.document_number asc
        ) as best_first,
        cast(count(documents.document_number) over (
            partition by cited.entry_key, cited.citation
        ) as bigint) as matched_document_count
    from cited
    left join {{ ref('int_events__documents') }} as documents
        on
            cited.volume = documents.volume
            and cited.page between documents.start_page and documents.end_page

)

select
    entry_key,
    listing_id,
    citation,
    volume,
    page,
    document_number,
    rule_citation,
    rule_title,
    rule_published_on,
    rule_effective_on,
    rule_payload_sha256,
    is_rule_sample,
    matched_document_count,
    row_number() over (
        partition by listing_id
        order by volume nulls last, page nulls last, citation, entry_key
    ) = 1 as is_first_of_listing,
    dense_rank() over (
        partition by listing_id
        order by volume nulls last, page nulls last, citation
    ) as citation_no
from candidates
where best_first = 1
