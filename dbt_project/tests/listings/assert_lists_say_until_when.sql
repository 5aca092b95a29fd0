{{ config(
    severity='error',
    meta={'check_kind': 'completeness', 'table': 'marts.dim_screening_list', 'column': 'complete_until_on'}
) }}

-- A list says until when it is complete as far as it is held: by its newest file, or by the day up to which
-- announcements were looked for.
select
    lists.list_code,
    lists.completeness,
    lists.complete_until_on,
    lists.last_seen_at,
    declared.complete_until_on as declared_until_on
from {{ ref('dim_screening_list') }} as lists
inner join {{ ref('int_listings__lists') }} as declared on lists.list_code = declared.list_code
where
    lists.completeness is null
    or (lists.completeness = 'not_held') <> (lists.listing_count = 0)
    or lists.complete_until_on is distinct from case
        when declared.kept_as = 'file' then cast(lists.last_seen_at as date)
        when lists.listing_count > 0 then declared.complete_until_on
    end
