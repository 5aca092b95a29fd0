with held as (

    select
        announcement_id,
        count(*) as held_count,
        count(case when is_chip_related then 1 end) as chip_related_count
    from {{ ref('stg_curated__china_listings') }}
    group by announcement_id

),

counted as (

    select
        announcements.*,
        cast(coalesce(held.held_count, 0) as bigint) as held_count,
        cast(coalesce(held.chip_related_count, 0) as bigint) as chip_related_count
    from {{ ref('stg_curated__china_list_announcements') }} as announcements
    left join held on announcements.announcement_id = held.announcement_id

)

select
    announcement_id,
    list_code,
    kind as announcement_kind,
    official_number,
    announced_on,
    effective_on,
    subject,
    stated_count,
    held_count,
    chip_related_count,
    case
        when kind = 'changes' and event_id is not null then 'in'
        when kind = 'adds' and held_count >= stated_count then 'in'
        when kind = 'adds' and held_count > 0 then 'partly'
        else 'missing'
    end as settled,
    reason,
    measure_id,
    event_id,
    source,
    source_url,
    confidence,
    payload_sha256
from counted
