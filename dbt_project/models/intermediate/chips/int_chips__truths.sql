-- The truth of every provision for every chip, in three values: a criterion whose figure is missing is null, a false
-- one makes the provision false, and a provision whose own text is not public is never true, only false or null.
{%- set criteria = [
    ('tpp_min', 'tpp', '>=', '<', 'TPP', ''),
    ('tpp_max_excl', 'tpp', '<', '>=', 'TPP', ''),
    ('performance_density_min', 'performance_density', '>=', '<', 'performance density', ''),
    ('performance_density_max_excl', 'performance_density', '<', '>=', 'performance density', ''),
    ('interconnect_min_gb_s', 'interconnect_gb_s', '>=', '<', 'interconnect', ' GB/s'),
    ('dram_bandwidth_min_gb_s', 'dram_bandwidth_gb_s', '>=', '<', 'DRAM bandwidth', ' GB/s'),
    ('dram_bandwidth_max_excl_gb_s', 'dram_bandwidth_gb_s', '<', '>=', 'DRAM bandwidth', ' GB/s'),
    (
        'dram_and_interconnect_min_gb_s', 'dram_and_interconnect_gb_s', '>=', '<',
        'DRAM bandwidth and interconnect', ' GB/s'
    ),
] %}
with chips as (

    select * from {{ ref('int_chips__models') }}

),

provisions as (

    select * from {{ ref('stg_curated__chip_rule_criteria') }}

),

settling_flags as (

    select
        chip_id,
        flag
    from {{ ref('stg_curated__chip_flags') }}
    where value = 'yes'

),

names as (

    select
        rule_id,
        family_chip_id,
        max(named_as) as named_as
    from {{ ref('stg_curated__chip_letters') }}
    group by rule_id, family_chip_id

),

tested as (

    select
        chips.chip_id,
        provisions.provision_id,
        provisions.undisclosed_test,
        settling_flags.flag as settling_flag,
        {%- for criterion, figure, holds, fails, label, unit in criteria %}
            provisions.{{ criterion }} is null or chips.{{ figure }} {{ holds }} provisions.{{ criterion }}
                as meets_{{ criterion }},
        {%- endfor %}
        provisions.designed_for_datacenter is null
        or chips.is_designed_for_datacenter = provisions.designed_for_datacenter as meets_designed_for_datacenter,
        provisions.designer_group is null
        or chips.designer_group = provisions.designer_group as meets_designer_group,
        provisions.vendor_id is null
        or coalesce(chips.vendor_id = provisions.vendor_id, false) as meets_vendor_id,
        provisions.names_of_rule_id is null or names.named_as is not null as meets_names,
        concat_ws(
            '; ',
            case when names.named_as is not null then 'named as ' || names.named_as end,
            {%- for criterion, figure, holds, fails, label, unit in criteria %}
                case
                    when provisions.{{ criterion }} is not null and chips.{{ figure }} is not null
                        then
                            '{{ label }} ' || {{ number_text('chips.' ~ figure) }}
                            || case
                                when chips.{{ figure }} {{ holds }} provisions.{{ criterion }} then ' {{ holds }} '
                                else ' {{ fails }} '
                            end
                            || {{ number_text('provisions.' ~ criterion) }} || '{{ unit }}'
                end,
            {%- endfor %}
            case
                when provisions.designed_for_datacenter is not null and chips.is_designed_for_datacenter
                    then 'designed or marketed for datacenters'
                when provisions.designed_for_datacenter is not null and not chips.is_designed_for_datacenter
                    then 'not designed or marketed for datacenters'
            end,
            case
                when provisions.designer_group is not null
                    then 'designer headquartered in ' || chips.designer_country
            end
        ) as figures_text,
        concat_ws(
            '; ',
            {%- for criterion, figure, holds, fails, label, unit in criteria %}
                case
                    when chips.{{ figure }} {{ fails }} provisions.{{ criterion }}
                        then
                            '{{ label }} ' || {{ number_text('chips.' ~ figure) }} || ' {{ fails }} '
                            || {{ number_text('provisions.' ~ criterion) }} || '{{ unit }}'
                end,
            {%- endfor %}
            case
                when chips.is_designed_for_datacenter and not provisions.designed_for_datacenter
                    then 'designed or marketed for datacenters'
                when not chips.is_designed_for_datacenter and provisions.designed_for_datacenter
                    then 'not designed or marketed for datacenters'
            end
        ) as failed_text,
        concat_ws(
            '; ',
            case
                when
                    chips.tpp is null
                    and (
                        coalesce(provisions.tpp_min, provisions.tpp_max_excl) is not null
                        or (
                            chips.performance_density is null
                            and coalesce(provisions.performance_density_min, provisions.performance_density_max_excl)
                            is not null
                        )
                    )
                    then 'tpp'
            end,
            case
                when
                    chips.performance_density is null
                    and coalesce(provisions.performance_density_min, provisions.performance_density_max_excl)
                    is not null
                    and chips.applicable_die_area_mm2 is null
                    then 'applicable_die_area_mm2'
            end,
            case
                when
                    chips.interconnect_gb_s is null
                    and coalesce(provisions.interconnect_min_gb_s, provisions.dram_and_interconnect_min_gb_s)
                    is not null
                    then 'interconnect_gb_s'
            end,
            case
                when
                    chips.dram_bandwidth_gb_s is null
                    and coalesce(
                        provisions.dram_bandwidth_min_gb_s,
                        provisions.dram_bandwidth_max_excl_gb_s,
                        provisions.dram_and_interconnect_min_gb_s
                    ) is not null
                    then 'dram_bandwidth_gb_s'
            end,
            case
                when chips.is_designed_for_datacenter is null and provisions.designed_for_datacenter is not null
                    then 'is_designed_for_datacenter'
            end,
            case
                when chips.designer_group is null and provisions.designer_group is not null then 'designer_country'
            end,
            provisions.undisclosed_test
        ) as open_inputs
    from chips
    cross join provisions
    left join settling_flags
        on chips.chip_id = settling_flags.chip_id and provisions.settled_by_flag = settling_flags.flag
    left join names
        on provisions.names_of_rule_id = names.rule_id and chips.family_chip_id = names.family_chip_id

),

judged as (

    select
        *,
        (
            {%- for criterion, figure, holds, fails, label, unit in criteria %}
                meets_{{ criterion }} and
            {%- endfor %}
            meets_designed_for_datacenter and meets_designer_group and meets_vendor_id and meets_names
            and (undisclosed_test is null or null)
        ) as is_met_by_figures
    from tested

)

select
    chip_id,
    provision_id,
    case when is_met_by_figures is null and settling_flag is not null then false else is_met_by_figures end as is_met,
    is_met_by_figures is null and settling_flag is not null as is_settled_by_flag,
    figures_text,
    case
        when meets_vendor_id and meets_names and coalesce(meets_designer_group, false) then nullif(failed_text, '')
    end as failed_text,
    case when is_met_by_figures is null then nullif(open_inputs, '') end as open_inputs
from judged
