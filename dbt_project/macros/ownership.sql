{#- How an owner rule spreads from owners to what they own. -#}

{#- Of the statements behind a row, also those of its owners, the payload that may leave the house least, so that an export
    leaves out what rests on a restricted one: two columns. -#}
{% macro least_public_payload() -%}
    arg_max(
        case when owners.is_restricted = 1 then owners.payload_sha256 else held.payload_sha256 end,
        greatest(held.is_restricted, owners.is_restricted)
    ) as payload_sha256,
        max(greatest(held.is_restricted, owners.is_restricted)) as is_restricted
{%- endmacro %}


{#- Common table expressions <name>_1 to <name>_<steps>: each has the parties of the one before (the first those of
    `start`), and those of which they together hold the threshold, by the column `share` of `held`. -#}
{% macro covered_in_steps(name, start, share, steps) -%}
    {%- for step in range(1, steps + 1) %}
    {%- set before = start if step == 1 else name ~ '_' ~ (step - 1) %}
{{ name }}_{{ step }} as (

    select * from {{ before }}
    union all
    select
        held.owner_rule_id,
        held.valid_from,
        held.owned_party_id as party_id,
        {{ sorted_text('owners.listed_owners') }} as listed_owners,
        arg_max(owners.path, held.{{ share }}) || ' → ' || min(held.owned_name) as path,
        {{ sorted_text('owners.list_codes') }} as list_codes,
        least(sum(held.{{ share }} * owners.effective_pct / 100), 100) as effective_pct,
        greatest(max(held.known_from), max(owners.known_from)) as known_from,
        {{ least_public_payload() }},
        {{ step }} as step_count
    from held
    inner join {{ before }} as owners
        on
            held.owner_rule_id = owners.owner_rule_id
            and held.valid_from = owners.valid_from
            and held.owner_party_id = owners.party_id
    left join {{ before }} as known
        on
            held.owner_rule_id = known.owner_rule_id
            and held.valid_from = known.valid_from
            and held.owned_party_id = known.party_id
    where known.party_id is null
    group by held.owner_rule_id, held.valid_from, held.owned_party_id
    having sum(held.{{ share }}) >= min(held.threshold_pct)

),
    {% endfor %}
{%- endmacro %}
