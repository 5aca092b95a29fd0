-- What every regime comes to for every chip. A regime is a decision list: the first provision that is met decides. A
-- provision before it that is neither met nor failed, for want of a figure or of a public text, makes the answer
-- unknown, but only when it would have given another status. A letter that is met is not shaken by an open line of the
-- control list that would require a license too: such a line is named beside the letter.
with regimes as (

    select distinct
        regime_id,
        {{ unnest_list("string_split(provision_list, ' ')") }} as ordered_id
    from {{ ref('int_chips__regimes') }}

),

judged as (

    select
        truths.chip_id,
        regimes.regime_id,
        regimes.ordered_id,
        truths.provision_id,
        truths.is_met,
        truths.is_settled_by_flag,
        truths.figures_text,
        truths.failed_text,
        truths.open_inputs,
        provisions.rule_id,
        provisions.layer,
        provisions.paragraph,
        provisions.status,
        provisions.license_policy,
        provisions.settled_by_flag,
        min(case when truths.is_met then regimes.ordered_id end) over (
            partition by truths.chip_id, regimes.regime_id
        ) as deciding_id
    from regimes
    inner join {{ ref('int_chips__truths') }} as truths
        on substr(regimes.ordered_id, 6) = truths.provision_id
    inner join {{ ref('stg_curated__chip_rule_criteria') }} as provisions
        on truths.provision_id = provisions.provision_id

),

deciding as (

    select *
    from judged
    where ordered_id = deciding_id

),

compared as (

    select
        judged.*,
        deciding.rule_id as deciding_rule_id,
        judged.ordered_id < judged.deciding_id
        and judged.is_met is null
        and judged.status <> deciding.status as is_open,
        deciding.status like 'license_required_letter%' and judged.status like 'license_required%' as is_beside_letter
    from judged
    inner join deciding
        on judged.chip_id = deciding.chip_id and judged.regime_id = deciding.regime_id

),

around as (

    select
        chip_id,
        regime_id,
        coalesce(bool_or(is_open and not is_beside_letter), false) as is_unknown,
        {{ sorted_text("case when is_open and not is_beside_letter then status || ' (' || paragraph || ')' end") }}
            as possible_statuses,
        nullif(array_to_string(list_sort(list_distinct(flatten(list(
            case when is_open and not is_beside_letter then string_split(open_inputs, '; ') end
        )))), '; '), '') as missing_fields,
        {{ sorted_text(
            "case when is_met = false and layer in ('control_list', 'license_exception', 'letter')"
            ~ " then paragraph || ': ' || failed_text end", separator=' | '
        ) }} as failures,
        {{ sorted_text("case when is_settled_by_flag and ordered_id < deciding_id then settled_by_flag end") }}
            as settling_flags,
        {{ sorted_text(
            "case when is_met and ordered_id > deciding_id and rule_id <> deciding_rule_id and layer <> 'baseline'"
            ~ " then paragraph || ' (' || rule_id || ')'"
            ~ " when is_open and is_beside_letter then paragraph || ' (' || rule_id || ', open: ' || open_inputs || ')' end"
        ) }} as also_met
    from compared
    group by chip_id, regime_id

),

outcomes as (

    select
        deciding.chip_id,
        deciding.regime_id,
        case when around.is_unknown then 'unknown' else deciding.status end as status,
        case when around.is_unknown then 'unknown' else deciding.license_policy end as license_policy,
        case when not around.is_unknown then deciding.paragraph end as paragraph,
        case when not around.is_unknown then deciding.rule_id end as rule_id,
        case when not around.is_unknown then deciding.provision_id end as provision_id,
        around.also_met,
        around.missing_fields as missing_field,
        case
            when around.is_unknown
                then
                    'open: ' || around.missing_fields || ' | possible: ' || around.possible_statuses || ', else '
                    || deciding.status
                    || coalesce(' (' || deciding.paragraph || ')', '')
                    || case when deciding.figures_text <> '' then ' | ' || deciding.figures_text else '' end
            when deciding.layer = 'baseline' and deciding.figures_text = ''
                then
                    coalesce(around.failures, 'no chip provision of the table for this destination and consignee')
                    || coalesce(' | declared: ' || around.settling_flags, '')
            else deciding.figures_text || coalesce(' | declared: ' || around.settling_flags, '')
        end as why
    from deciding
    inner join around
        on deciding.chip_id = around.chip_id and deciding.regime_id = around.regime_id

)

select
    *,
    md5(concat_ws(
        '|',
        status,
        license_policy,
        coalesce(paragraph, ''),
        coalesce(rule_id, ''),
        coalesce(provision_id, ''),
        coalesce(also_met, ''),
        coalesce(missing_field, ''),
        why
    )) as outcome_id
from outcomes
