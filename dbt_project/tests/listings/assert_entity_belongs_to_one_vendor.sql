{{ config(
    severity='error',
    meta={'check_kind': 'identity', 'table': 'marts.dim_entity', 'column': 'vendor_id'}
) }}

-- One listed entity merged into two vendors would count one firm's listing for another.
select
    entity_id,
    count(distinct vendor_id) as vendor_count,
    {{ sorted_text('vendor_id') }} as vendor_ids
from {{ ref('int_listings__entries') }}
group by entity_id
having count(distinct vendor_id) > 1
