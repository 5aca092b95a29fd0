-- Every estimate that a check or a scenario names is there, and every chip it names has a rate: a name that changed
-- would leave a term out without a word.
{{ config(severity='error', meta={'check_kind': 'relation'}) }}

with named as (
    select
        'check' as named_by,
        estimate_id,
        null as chip_id
    from {{ ref('stg_curated__unit_check_terms') }}

    union all

    select
        'scenario' as named_by,
        estimate_id,
        chip_id
    from {{ ref('stg_curated__compute_scenarios') }}
)

select
    named.named_by,
    named.estimate_id,
    named.chip_id
from named
left join {{ ref('fct_chip_unit_estimates') }} as estimates
    on named.estimate_id = estimates.estimate_id
left join {{ ref('fct_chip_compute') }} as rates
    on named.chip_id = rates.chip_id
where
    estimates.estimate_id is null
    or (named.chip_id is not null and rates.h100e_8bit is null)
