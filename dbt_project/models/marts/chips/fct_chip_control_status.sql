with conditions as (

    select
        chip_id,
        'commercially available in the US: ' || max(value) as condition_text
    from {{ ref('stg_curated__chip_flags') }}
    where flag = 'commercially_available_us'
    group by chip_id

)

select
    status.chip_id,
    status.destination_group_id,
    status.headquarters_group as consignee_headquarters_group,
    status.export_type,
    status.valid_from,
    status.valid_to,
    status.known_from,
    status.known_to,
    'curated' as known_basis,
    status.status,
    statuses.status_group,
    statuses.is_license_required,
    status.license_policy,
    status.paragraph,
    status.rule_id,
    status.provision_id,
    nullif(concat_ws(', ', rules.citation, rules.paragraph), '') as citation,
    status.why,
    status.also_met as also_applies,
    case
        when status.rule_id = 'US-2026-01-15'
            then
                coalesce(conditions.condition_text, 'commercially available in the US: not recorded')
                || '; volume share, US testing and customer checks: decided by no figure'
    end as open_conditions,
    status.missing_field,
    chips.tpp,
    chips.performance_density,
    chips.interconnect_gb_s,
    chips.dram_bandwidth_gb_s,
    chips.is_designed_for_datacenter,
    chips.is_user_data,
    {{ seed_sha('chip_rule_criteria') }} as payload_sha256,
    chips.payload_sha256 as chip_payload_sha256
from {{ ref('int_chips__status') }} as status
inner join {{ ref('int_chips__models') }} as chips on status.chip_id = chips.chip_id
inner join {{ ref('stg_curated__chip_statuses') }} as statuses on status.status = statuses.status
left join {{ ref('stg_curated__chip_rules') }} as rules
    on status.rule_id = rules.rule_id and rules.layer <> 'baseline'
left join conditions on status.chip_id = conditions.chip_id
