-- Which provisions stand for a destination, consignee headquarters and kind of export, over what held (valid) and what
-- was known (known), both half-open. One row a scope, known interval and valid interval; regime_id is the ordered list
-- of provisions, so that chips are judged once a regime and not once a day.
with provisions as (

    select
        provision_id,
        valid_from,
        valid_to,
        known_from,
        valid_to_known_from,
        lpad(cast(precedence as varchar), 4, '0') || ':' || provision_id as ordered_id,
        string_split(destination_groups, ';') as destination_list,
        string_split(headquarters_groups, ';') as headquarters_list,
        string_split(export_types, ';') as export_type_list
    from {{ ref('stg_curated__chip_rule_criteria') }}

),

by_destination as (

    select
        * exclude (destination_list),
        {{ unnest_list('destination_list') }} as destination_group_id
    from provisions

),

by_headquarters as (

    select
        * exclude (headquarters_list),
        {{ unnest_list('headquarters_list') }} as headquarters_group
    from by_destination

),

scoped as (

    select
        * exclude (export_type_list),
        {{ unnest_list('export_type_list') }} as export_type
    from by_headquarters

),

known_days as (

    select
        destination_group_id,
        headquarters_group,
        export_type,
        known_from as known_day
    from scoped
    union
    select
        destination_group_id,
        headquarters_group,
        export_type,
        valid_to_known_from as known_day
    from scoped
    where valid_to_known_from is not null

),

vintages as (

    select
        destination_group_id,
        headquarters_group,
        export_type,
        known_day as known_from,
        lead(known_day) over (
            partition by destination_group_id, headquarters_group, export_type order by known_day
        ) as known_to
    from known_days

),

standing as (

    select
        vintages.destination_group_id,
        vintages.headquarters_group,
        vintages.export_type,
        vintages.known_from,
        vintages.known_to,
        scoped.ordered_id,
        scoped.valid_from,
        case when vintages.known_from >= scoped.valid_to_known_from then scoped.valid_to end as valid_to
    from vintages
    inner join scoped
        on
            vintages.destination_group_id = scoped.destination_group_id
            and vintages.headquarters_group = scoped.headquarters_group
            and vintages.export_type = scoped.export_type
            and vintages.known_from >= scoped.known_from

),

-- A provision whose end is known to come no later than its beginning never stands.
holding as (

    select *
    from standing
    where valid_to is null or valid_to > valid_from

),

valid_days as (

    select
        destination_group_id,
        headquarters_group,
        export_type,
        known_from,
        known_to,
        valid_from as valid_day
    from holding
    union
    select
        destination_group_id,
        headquarters_group,
        export_type,
        known_from,
        known_to,
        valid_to as valid_day
    from holding
    where valid_to is not null

),

cells as (

    select
        *,
        lead(valid_day) over (
            partition by destination_group_id, headquarters_group, export_type, known_from order by valid_day
        ) as next_valid_day
    from valid_days

),

regime_cells as (

    select
        cells.destination_group_id,
        cells.headquarters_group,
        cells.export_type,
        cells.known_from,
        cells.known_to,
        cells.valid_day as valid_from,
        cells.next_valid_day as valid_to,
        array_to_string(list_sort(list(holding.ordered_id)), ' ') as provision_list
    from cells
    inner join holding
        on
            cells.destination_group_id = holding.destination_group_id
            and cells.headquarters_group = holding.headquarters_group
            and cells.export_type = holding.export_type
            and cells.known_from = holding.known_from
            and cells.valid_day >= holding.valid_from
            and (holding.valid_to is null or cells.valid_day < holding.valid_to)
    group by all

)

select
    destination_group_id,
    headquarters_group,
    export_type,
    known_from,
    known_to,
    valid_from,
    valid_to,
    md5(provision_list) as regime_id,
    provision_list
from regime_cells
