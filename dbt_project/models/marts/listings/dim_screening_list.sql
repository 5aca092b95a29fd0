with counts as (

    select
        list_code,
        count(*) as listing_count,
        sum(entry_count) as entry_count,
        count(distinct entity_id) as entity_count,
        max(last_seen_at) as last_seen_at,
        min(first_seen_at) as first_seen_at,
        max(case when is_sample then 1 else 0 end) = 1 as is_sample
    from {{ ref('int_listings__listings') }}
    group by list_code

)

select
    lists.list_code,
    lists.list_name,
    lists.csl_source_name,
    lists.authority_id,
    lists.legal_effect,
    lists.legal_basis,
    cast(coalesce(counts.entity_count, 0) as bigint) as entity_count,
    cast(coalesce(counts.listing_count, 0) as bigint) as listing_count,
    cast(coalesce(counts.entry_count, 0) as bigint) as entry_count,
    {{ utc_timestamp('counts.last_seen_at') }} as last_seen_at,
    case
        when coalesce(counts.listing_count, 0) = 0 then 'not_held'
        when counts.is_sample then 'sample'
        else lists.kept_as
    end as completeness,
    case
        when lists.kept_as = 'file' then cast({{ utc_timestamp('counts.first_seen_at') }} as date)
        when counts.listing_count > 0 then lists.complete_from_on
    end as complete_from_on,
    case
        when lists.kept_as = 'file' then cast({{ utc_timestamp('counts.last_seen_at') }} as date)
        when counts.listing_count > 0 then lists.complete_until_on
    end as complete_until_on,
    lists.completeness_note,
    lists.source,
    lists.confidence,
    lists.payload_sha256
from {{ ref('int_listings__lists') }} as lists
left join counts on lists.list_code = counts.list_code
