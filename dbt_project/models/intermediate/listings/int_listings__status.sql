-- What is surely known of the measure that a listing names: its last status that is no mere announcement, since when,
-- and the day on which an end of it was announced. What came on that day no source says, unless a later row does.
with sure as (

    select
        measure_id,
        status,
        valid_from,
        valid_to,
        row_number() over (
            partition by measure_id
            order by valid_from desc
        ) as newest_first
    from {{ ref('int_measures__status') }}
    where known_to is null and is_outcome_verified

)

select
    measure_id,
    status as listing_status,
    valid_from as listing_status_from_on,
    valid_to as listing_status_until_on
from sure
where newest_first = 1
