-- Documents that correct a document: as the Register states it, by a document number that begins with C and the number
-- corrected, or by a title that is the earlier title followed by `Correction`. A title that fits several documents of
-- the year before links none.
with documents as (

    select
        document_number,
        title,
        published_on,
        correction_of,
        nullif(regexp_extract(document_number, '^C\d+-(.+)$', 1), '') as number_corrected,
        {{ text_key('title') }} as title_key,
        case
            when {{ text_key('title') }} like '% correction'
                then left({{ text_key('title') }}, length({{ text_key('title') }}) - length(' correction'))
        end as title_corrected
    from {{ ref('int_events__documents') }}

),

by_number as (

    select
        document_number,
        coalesce(correction_of, number_corrected) as corrected_document_number,
        case when correction_of is not null then 'stated' else 'number' end as basis
    from documents
    where coalesce(correction_of, number_corrected) is not null

),

by_title as (

    select
        documents.document_number,
        min(earlier.document_number) as corrected_document_number,
        'title' as basis
    from documents
    inner join documents as earlier
        on
            documents.title_key <> earlier.title_key
            and documents.title_corrected = left(earlier.title_key, length(documents.title_corrected))
            and {{ days_between('earlier.published_on', 'documents.published_on') }} between 1 and 365
    where
        documents.title_corrected is not null
        and not exists (
            select 1
            from by_number
            where by_number.document_number = documents.document_number
        )
    group by documents.document_number
    having count(*) = 1

)

select * from by_number
union all
select * from by_title
