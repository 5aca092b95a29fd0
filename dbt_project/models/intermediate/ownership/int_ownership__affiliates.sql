{% set told = [
    'owned_name', 'standing', 'is_listed_itself', 'least_pct', 'most_pct', 'effective_pct', 'share_kinds', 'step_count',
    'owner_count', 'path', 'listed_owners', 'list_codes', 'threshold_pct', 'known_from', 'payload_sha256'
] %}
-- What an owner rule reaches and for how long: one row a rule, owned party and stretch of days that say the same.
with hashed as (

    select
        *,
        {{ content_hash(told, 'reach') }} as told
    from {{ ref('int_ownership__reach') }} as reach

),

begun as (

    select
        *,
        coalesce(
            lag(valid_to) over (
                partition by owner_rule_id, owned_party_id
                order by valid_from
            ) <> valid_from
            or lag(told) over (
                partition by owner_rule_id, owned_party_id
                order by valid_from
            ) <> told,
            true
        ) as begins
    from hashed

),

stretches as (

    select
        *,
        sum(cast(begins as integer)) over (
            partition by owner_rule_id, owned_party_id
            order by valid_from
        ) as stretch_no
    from begun

)

select
    owner_rule_id,
    owned_party_id,
    min(valid_from) as valid_from,
    nullif(max(coalesce(valid_to, date '9999-12-31')), date '9999-12-31') as valid_to,
    {{ values_of(told) }}
from stretches
group by owner_rule_id, owned_party_id, stretch_no
