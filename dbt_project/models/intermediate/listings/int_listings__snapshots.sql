{{ config(tags=['portable']) }}

-- What one payload holds of one list: one row a source, list and payload. A snapshot that has lost more than its spec
-- allows against the fullest of the five before it is short: what is missing in it says nothing. A loss that five
-- snapshots in a row confirm is no longer short. The snapshot before is the last one that was whole.
with counted as (

    select
        sighting_source,
        list_code,
        payload_sha256,
        min(observed_at) as observed_at,
        count(*) as entry_count,
        min(cast(is_sample as integer)) = 1 as is_sample
    from {{ ref('int_listings__sightings') }}
    where observed_at is not null
    group by sighting_source, list_code, payload_sha256

),

numbered as (

    select
        *,
        row_number() over (
            partition by sighting_source, list_code
            order by observed_at, payload_sha256
        ) as snapshot_no
    from counted

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
