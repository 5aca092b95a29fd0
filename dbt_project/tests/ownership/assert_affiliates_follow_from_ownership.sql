{{ config(
    severity='error',
    meta={'check_kind': 'completeness', 'table': 'marts.fct_affiliates', 'column': 'owned_party_id'}
) }}

-- Whoever a covered party holds enough of is told: a listed owner's statement, or that of a company which is owned by
-- one, has its affiliate on the first day on which both count. A row that is lost breaks the chain that leads to it.
with covered as (
    select
        owner_rule_id,
        party_id,
        valid_from,
        valid_to
    from {{ ref('int_ownership__listed') }}
    union
    select
        owner_rule_id,
        owned_party_id as party_id,
        valid_from,
        valid_to
    from {{ ref('fct_affiliates') }}
    where standing = 'owned'
),

thresholds as (
    select
        owner_rule_id,
        min(threshold_pct) as threshold_pct
    from {{ ref('dim_owner_rule') }}
    group by owner_rule_id
),

due as (
    select
        covered.owner_rule_id,
        ownership.holding_id,
        ownership.owned_party_id,
        greatest(covered.valid_from, ownership.counts_from) as due_on
    from {{ ref('fct_ownership') }} as ownership
    inner join covered on ownership.owner_party_id = covered.party_id
    inner join thresholds on covered.owner_rule_id = thresholds.owner_rule_id
    where
        (covered.valid_to is null or covered.valid_to > ownership.counts_from)
        and (ownership.counts_to is null or ownership.counts_to > covered.valid_from)
        and (
            ownership.most_pct >= thresholds.threshold_pct
            or ownership.least_pct >= {{ var('owner_rule_minority_pct') }}
        )
)

select
    due.owner_rule_id,
    due.holding_id,
    due.due_on
from due
left join {{ ref('fct_affiliates') }} as affiliates
    on
        due.owner_rule_id = affiliates.owner_rule_id
        and due.owned_party_id = affiliates.owned_party_id
        and due.due_on >= affiliates.valid_from
        and (affiliates.valid_to is null or due.due_on < affiliates.valid_to)
where affiliates.affiliate_id is null
