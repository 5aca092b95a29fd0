-- What one payload holds of one list: one row a source, list and payload. A snapshot that has lost more than its spec
-- allows against the fullest of the five before it is short: what is missing in it says nothing. A loss that five
-- snapshots in a row confirm is no longer short. The snapshot before is the last one that was whole.
with edges as (

    select
        sighting_source,
        list_code,
        first_payload_no as payload_no,
        1 as change
    from {{ ref('int_listings__sightings') }}
    where observed_at is not null
    union all
    select
        sighting_source,
        list_code,
        last_payload_no + 1 as payload_no,
        -1 as change
    from {{ ref('int_listings__sightings') }}
    where observed_at is not null

),

summed as (

    select
        sighting_source,
        list_code,
        payload_no,
        sum(change) as change
    from edges
    group by sighting_source, list_code, payload_no

),

lists as (

    select distinct
        sighting_source,
        list_code
    from summed

),

counted as (

    select
        lists.sighting_source,
        lists.list_code,
        payloads.payload_no,
        payloads.payload_sha256,
        payloads.observed_at,
        payloads.is_sample,
        cast(sum(coalesce(summed.change, 0)) over (
            partition by lists.sighting_source, lists.list_code
            order by payloads.payload_no
        ) as bigint) as entry_count
    from lists
    inner join {{ ref('int_listings__payloads') }} as payloads on lists.sighting_source = payloads.sighting_source
    left join summed
        on
            lists.sighting_source = summed.sighting_source
            and lists.list_code = summed.list_code
            and payloads.payload_no = summed.payload_no

),

numbered as (

    select
        *,
        row_number() over (
            partition by sighting_source, list_code
            order by payload_no
        ) as snapshot_no
    from counted
    where entry_count > 0

),

allowed as (

    select
        source,
        max(allowed_shrinkage) as shrinkage
    from {{ ref('stg_inputs__sources') }}
    group by source

),

compared as (

    select
        *,
        max(entry_count) over (
            partition by sighting_source, list_code
            order by snapshot_no
            rows between 5 preceding and 1 preceding
        ) as most_before
    from numbered

),

judged as (

    select
        compared.*,
        coalesce(
            compared.entry_count >= compared.most_before * (1 - coalesce(allowed.shrinkage, 0)), true
        ) as is_whole
    from compared
    left join allowed on compared.sighting_source = allowed.source

)

select
    sighting_source,
    list_code,
    payload_no,
    payload_sha256,
    observed_at,
    entry_count,
    is_sample,
    snapshot_no,
    is_whole,
    max(case when is_whole then snapshot_no end) over (
        partition by sighting_source, list_code
        order by snapshot_no
        rows between unbounded preceding and 1 preceding
    ) as whole_before_no
from judged
