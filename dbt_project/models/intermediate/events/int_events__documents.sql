-- One row a document: the newest answer of its source wins, the first sighting is kept.
with ranked as (

    select
        *,
        row_number() over (
            partition by document_number
            order by observed_at desc nulls last, payload_sha256 desc, row_no desc
        ) as newest_first,
        min(observed_at) over (partition by document_number) as first_observed_at
    from {{ ref('int_events__union') }}

)

select
    source,
    publisher,
    issuer_jurisdiction,
    document_number,
    title,
    document_type,
    document_action,
    published_on,
    effective_on,
    comments_close_on,
    citation,
    volume,
    start_page,
    end_page,
    agency_slugs,
    cfr_references,
    correction_of,
    html_url,
    inspection_file_at,
    payload_sha256,
    observed_at,
    first_observed_at,
    is_sample
from ranked
where newest_first = 1
