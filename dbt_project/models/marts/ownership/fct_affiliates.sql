with rules as (

    select
        owner_rule_id,
        min(owner_rule_name) as owner_rule_name,
        min(measure_id) as measure_id,
        min(applies_from) as applies_from,
        min(legal_basis) as legal_basis
    from {{ ref('stg_curated__owner_rules') }}
    group by owner_rule_id

)

select
    affiliates.owner_rule_id
    || ':' || affiliates.owned_party_id
    || ':' || cast(affiliates.valid_from as varchar) as affiliate_id,
    affiliates.owner_rule_id,
    rules.owner_rule_name,
    rules.measure_id,
    rules.applies_from as rule_applies_from,
    rules.legal_basis,
    affiliates.owned_party_id,
    affiliates.owned_name,
    vendors.vendor_id,
    affiliates.standing,
    affiliates.is_listed_itself,
    affiliates.least_pct,
    affiliates.most_pct,
    cast(affiliates.effective_pct as decimal(9, 4)) as effective_pct,
    affiliates.threshold_pct,
    affiliates.share_kinds,
    affiliates.owner_count,
    cast(affiliates.step_count as bigint) as step_count,
    affiliates.path,
    affiliates.listed_owners,
    affiliates.list_codes,
    affiliates.valid_from,
    affiliates.valid_to,
    affiliates.known_from,
    affiliates.payload_sha256
from {{ ref('int_ownership__affiliates') }} as affiliates
inner join rules on affiliates.owner_rule_id = rules.owner_rule_id
left join {{ ref('int_vendors__vendors') }} as vendors on affiliates.owned_party_id = vendors.vendor_id
