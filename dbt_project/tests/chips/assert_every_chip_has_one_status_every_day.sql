-- By present knowledge the intervals of a chip, destination, headquarters and kind of export leave no day open: each
-- ends where the next begins, and the last one has no end.
{{ config(
    severity='error',
    meta={'check_kind': 'interval', 'table': 'marts.fct_chip_control_status', 'column': 'valid_to'}
) }}

with ordered as (

    select
        chip_id,
        destination_group_id,
        consignee_headquarters_group,
        export_type,
        valid_from,
        valid_to,
        lead(valid_from) over (
            partition by chip_id, destination_group_id, consignee_headquarters_group, export_type order by valid_from
        ) as next_valid_from
    from {{ ref('fct_chip_control_status') }}
    where known_to is null

)

select *
from ordered
where valid_to is distinct from next_valid_from
