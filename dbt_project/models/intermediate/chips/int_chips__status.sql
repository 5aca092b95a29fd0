-- Status of every chip by destination, consignee headquarters and kind of export over valid and known time. Cells that
-- come to the same outcome are one row: first along valid time within a vintage of knowledge, then along known time.
with cells as (

    select
        outcomes.chip_id,
        regimes.destination_group_id,
        regimes.headquarters_group,
        regimes.export_type,
        regimes.known_from,
        regimes.known_to,
        regimes.valid_from,
        regimes.valid_to,
        outcomes.outcome_id,
        lag(outcomes.outcome_id) over (
            partition by
                outcomes.chip_id,
                regimes.destination_group_id,
                regimes.headquarters_group,
                regimes.export_type,
                regimes.known_from
            order by regimes.valid_from
        ) as previous_outcome_id
    from {{ ref('int_chips__regimes') }} as regimes
    inner join {{ ref('int_chips__outcomes') }} as outcomes on regimes.regime_id = outcomes.regime_id

),

intervals as (

    select
        chip_id,
        destination_group_id,
        headquarters_group,
        export_type,
        known_from,
        known_to,
        outcome_id,
        valid_from,
        lead(valid_from) over (
            partition by chip_id, destination_group_id, headquarters_group, export_type, known_from
            order by valid_from
        ) as valid_to
    from cells
    where previous_outcome_id is null or outcome_id <> previous_outcome_id

),

vintages as (

    select
        destination_group_id,
        headquarters_group,
        export_type,
        known_from,
        cast(row_number() over (
            partition by destination_group_id, headquarters_group, export_type order by known_from
        ) as bigint) as vintage_no
    from {{ ref('int_chips__regimes') }}
    group by destination_group_id, headquarters_group, export_type, known_from

),

runs as (

    select
        intervals.*,
        vintages.vintage_no - cast(row_number() over (
            partition by
                intervals.chip_id,
                intervals.destination_group_id,
                intervals.headquarters_group,
                intervals.export_type,
                intervals.outcome_id,
                intervals.valid_from,
                intervals.valid_to
            order by vintages.vintage_no
        ) as bigint) as run_no
    from intervals
    inner join vintages
        on
            intervals.destination_group_id = vintages.destination_group_id
            and intervals.headquarters_group = vintages.headquarters_group
            and intervals.export_type = vintages.export_type
            and intervals.known_from = vintages.known_from

),

merged as (

    select
        chip_id,
        destination_group_id,
        headquarters_group,
        export_type,
        outcome_id,
        valid_from,
        valid_to,
        min(known_from) as known_from,
        case when count(known_to) = count(*) then max(known_to) end as known_to
    from runs
    group by
        chip_id,
        destination_group_id,
        headquarters_group,
        export_type,
        outcome_id,
        valid_from,
        valid_to,
        run_no

),

outcomes as (

    select distinct
        chip_id,
        outcome_id,
        status,
        license_policy,
        paragraph,
        rule_id,
        provision_id,
        also_met,
        missing_field,
        why
    from {{ ref('int_chips__outcomes') }}

)

select
    merged.chip_id,
    merged.destination_group_id,
    merged.headquarters_group,
    merged.export_type,
    merged.valid_from,
    merged.valid_to,
    merged.known_from,
    merged.known_to,
    outcomes.status,
    outcomes.license_policy,
    outcomes.paragraph,
    outcomes.rule_id,
    outcomes.provision_id,
    outcomes.also_met,
    outcomes.missing_field,
    outcomes.why
from merged
inner join outcomes
    on merged.chip_id = outcomes.chip_id and merged.outcome_id = outcomes.outcome_id
