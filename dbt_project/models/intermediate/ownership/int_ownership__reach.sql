{% set steps = var('owner_rule_steps') | int %}
-- How far each owner rule reaches, between days on which neither a holding nor a listing changes: one row a rule, first
-- day and owned party. Days are those of the parties that hang together with it, so that thousands of statements about
-- others cost nothing. A party is covered when covered parties together hold at least the threshold of it; who is
-- listed is covered to begin with, and a covered chain counts whole, whatever the product of its shares
-- (docs/methods/ownership.md). `owned` is sure by the least the statements can mean, `possible` only by the most;
-- `minority` is a sure share of a quarter and more below the threshold.
with recursive thresholds as (

    select
        owner_rule_id,
        min(threshold_pct) as threshold_pct
    from {{ ref('stg_curated__owner_rules') }}
    group by owner_rule_id

),

linked as (

    select distinct listed.*
    from {{ ref('int_ownership__listed') }} as listed
    inner join {{ ref('int_ownership__holdings') }} as holdings
        on listed.party_id = holdings.owner_party_id or listed.party_id = holdings.owned_party_id

),

neighbors as (

    select
        owner_party_id as party_id,
        owned_party_id as neighbor_id
    from {{ ref('int_ownership__holdings') }}
    union
    select
        owned_party_id as party_id,
        owner_party_id as neighbor_id
    from {{ ref('int_ownership__holdings') }}

),

connected as (

    select distinct
        party_id,
        party_id as listed_party_id
    from linked
    union
    select
        neighbors.neighbor_id as party_id,
        connected.listed_party_id
    from connected
    inner join neighbors on connected.party_id = neighbors.party_id

),

groups as (

    select
        party_id,
        min(listed_party_id) as group_id
    from connected
    group by party_id

),

grouped as (

    select
        groups.group_id,
        holdings.*
    from {{ ref('int_ownership__holdings') }} as holdings
    inner join groups on holdings.owner_party_id = groups.party_id

),

changes as (

    select
        linked.owner_rule_id,
        groups.group_id,
        linked.valid_from as changed_on
    from linked
    inner join groups on linked.party_id = groups.party_id
    union
    select
        linked.owner_rule_id,
        groups.group_id,
        linked.valid_to as changed_on
    from linked
    inner join groups on linked.party_id = groups.party_id
    where linked.valid_to is not null
    union
    select
        thresholds.owner_rule_id,
        grouped.group_id,
        grouped.counts_from as changed_on
    from grouped
    cross join thresholds
    union
    select
        thresholds.owner_rule_id,
        grouped.group_id,
        grouped.counts_to as changed_on
    from grouped
    cross join thresholds
    where grouped.counts_to is not null

),

spans as (

    select
        owner_rule_id,
        group_id,
        changed_on as valid_from,
        lead(changed_on) over (
            partition by owner_rule_id, group_id
            order by changed_on
        ) as valid_to
    from changes

),

held as (

    select
        spans.owner_rule_id,
        spans.group_id,
        spans.valid_from,
        thresholds.threshold_pct,
        grouped.owner_party_id,
        grouped.owned_party_id,
        grouped.owned_name,
        grouped.least_pct,
        grouped.most_pct,
        grouped.share_kind,
        grouped.known_from,
        grouped.payload_sha256,
        grouped.is_restricted
    from spans
    inner join thresholds on spans.owner_rule_id = thresholds.owner_rule_id
    inner join grouped
        on
            spans.group_id = grouped.group_id
            and spans.valid_from >= grouped.counts_from
            and (grouped.counts_to is null or spans.valid_from < grouped.counts_to)

),

covered_0 as (

    select
        spans.owner_rule_id,
        spans.valid_from,
        linked.party_id,
        min(linked.entity_name) as listed_owners,
        min(linked.entity_name) as path,
        {{ sorted_text('linked.list_code') }} as list_codes,
        cast(100 as double) as effective_pct,
        min(linked.known_from) as known_from,
        cast(null as varchar) as payload_sha256,
        0 as is_restricted,
        0 as step_count
    from spans
    inner join groups on spans.group_id = groups.group_id
    inner join linked
        on
            spans.owner_rule_id = linked.owner_rule_id
            and groups.party_id = linked.party_id
            and spans.valid_from >= linked.valid_from
            and (linked.valid_to is null or spans.valid_from < linked.valid_to)
    group by spans.owner_rule_id, spans.valid_from, linked.party_id

),
{{ covered_in_steps('covered', 'covered_0', 'least_pct', steps) }}
{{ covered_in_steps('possible', 'covered_' ~ steps, 'most_pct', steps) }}
owners as (

    select
        possible.*,
        covered.party_id is not null as is_covered
    from possible_{{ steps }} as possible
    left join covered_{{ steps }} as covered
        on
            possible.owner_rule_id = covered.owner_rule_id
            and possible.valid_from = covered.valid_from
            and possible.party_id = covered.party_id

),

summed as (

    select
        held.owner_rule_id,
        held.valid_from,
        held.owned_party_id,
        min(held.group_id) as group_id,
        min(held.owned_name) as owned_name,
        min(held.threshold_pct) as threshold_pct,
        cast(sum(case when owners.is_covered then held.least_pct else 0 end) as decimal(9, 4)) as least_pct,
        cast(least(sum(held.most_pct), 100) as decimal(9, 4)) as most_pct,
        least(
            sum(case when owners.is_covered then held.least_pct * owners.effective_pct / 100 else 0 end), 100
        ) as effective_pct,
        arg_max(owners.path, held.most_pct - 1000 * owners.step_count) || ' → ' || min(held.owned_name) as path,
        {{ sorted_text('owners.listed_owners') }} as listed_owners,
        {{ sorted_text('owners.list_codes') }} as list_codes,
        {{ sorted_text('held.share_kind') }} as share_kinds,
        min(owners.step_count) + 1 as step_count,
        count(*) as owner_count,
        greatest(max(held.known_from), max(owners.known_from)) as known_from,
        {{ least_public_payload() }}
    from held
    inner join owners
        on
            held.owner_rule_id = owners.owner_rule_id
            and held.valid_from = owners.valid_from
            and held.owner_party_id = owners.party_id
    group by held.owner_rule_id, held.valid_from, held.owned_party_id

)

select
    summed.owner_rule_id,
    summed.valid_from,
    summed.owned_party_id,
    summed.owned_name,
    summed.threshold_pct,
    summed.least_pct,
    summed.most_pct,
    summed.effective_pct,
    summed.path,
    summed.listed_owners,
    summed.list_codes,
    summed.share_kinds,
    summed.step_count,
    summed.owner_count,
    summed.known_from,
    summed.payload_sha256,
    spans.valid_to,
    listed.party_id is not null as is_listed_itself,
    case
        when summed.least_pct >= summed.threshold_pct then 'owned'
        when summed.most_pct >= summed.threshold_pct then 'possible'
        else 'minority'
    end as standing
from summed
inner join spans
    on
        summed.owner_rule_id = spans.owner_rule_id
        and summed.group_id = spans.group_id
        and summed.valid_from = spans.valid_from
left join covered_0 as listed
    on
        summed.owner_rule_id = listed.owner_rule_id
        and summed.valid_from = listed.valid_from
        and summed.owned_party_id = listed.party_id
where summed.most_pct >= summed.threshold_pct or summed.least_pct >= {{ var('owner_rule_minority_pct') }}
